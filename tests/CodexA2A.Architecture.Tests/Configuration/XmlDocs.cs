using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CodexA2A.Architecture.Tests.Configuration;

/// <summary>The XML documentation file that the compiler writes beside an assembly, as Markdown.</summary>
internal sealed partial class XmlDocs
{
    private static readonly ConcurrentDictionary<string, XmlDocs> Files = new();
    private readonly Dictionary<string, XElement> members;

    private XmlDocs(string path) =>
        members = XDocument.Load(path).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => (string)member.Attribute("name")!, member => member.Element("summary")!);

    public static XmlDocs Of(Assembly assembly) =>
        Files.GetOrAdd(Path.ChangeExtension(assembly.Location, ".xml"), path => new XmlDocs(path));

    /// <summary>The summary on one line; empty when there is none.</summary>
    public string Summary(string member) =>
        members.TryGetValue(member, out var summary) ? Space().Replace(string.Concat(summary.Nodes().Select(Markdown)), " ").Trim() : "";

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element when element.Attribute("cref") is { } cref => $"`{cref.Value[(cref.Value.LastIndexOf('.') + 1)..]}`",
        XElement element when element.Attribute("langword") is { } word => $"`{word.Value}`",
        XElement element => string.Concat(element.Nodes().Select(Markdown)),
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

using System.Xml.Linq;

namespace CodexA2A.Architecture.Tests.Source;

/// <summary>What a project file refers to.</summary>
internal sealed record ProjectFile(string Path, string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public static IReadOnlyList<ProjectFile> All { get; } = [.. Repository.FilesEnding(".csproj").Select(Load)];

    /// <summary>Everything that is shipped: the projects at the root.</summary>
    public static IEnumerable<ProjectFile> Products => All.Where(project => !project.Path.StartsWith("tests/", StringComparison.Ordinal));

    private static ProjectFile Load(string path)
    {
        var xml = XDocument.Parse(Repository.Read(path));
        return new ProjectFile(
            path,
            NameOf(path),
            [.. Includes(xml, "ProjectReference").Select(NameOf).Order(StringComparer.Ordinal)],
            [.. Includes(xml, "PackageReference").Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<string> Includes(XDocument xml, string item) =>
        xml.Descendants(item).Select(element => element.Attribute("Include")?.Value).OfType<string>();

    private static string NameOf(string path) => System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
}

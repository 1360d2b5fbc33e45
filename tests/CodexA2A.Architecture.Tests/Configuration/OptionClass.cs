using System.Reflection;
using CodexA2A.Architecture.Tests.Assemblies;

namespace CodexA2A.Architecture.Tests.Configuration;

/// <summary>A class that a configuration section is bound to: it has a constant named Section.</summary>
internal sealed class OptionClass
{
    private readonly Type type;
    private readonly XmlDocs docs;

    private OptionClass(Type type, string section)
    {
        this.type = type;
        Section = section;
        docs = XmlDocs.Of(type.Assembly);
    }

    public string Section { get; }

    public string Summary => docs.Summary("T:" + type.FullName);

    public static IReadOnlyList<OptionClass> All { get; } =
    [
        .. ProductAssembly.Names
            .SelectMany(name => Assembly.LoadFrom(ProductAssembly.PathOf(name)).GetTypes())
            .Select(type => (Type: type, Field: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)))
            .Where(found => found.Field is { IsLiteral: true })
            .Select(found => new OptionClass(found.Type, (string)found.Field!.GetRawConstantValue()!))
            .OrderBy(options => options.Section, StringComparer.Ordinal),
    ];

    public IEnumerable<Setting> Settings()
    {
        var defaults = Activator.CreateInstance(type, nonPublic: true);
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(property => property.MetadataToken)
            .Select(property => Row(property, property.GetValue(defaults)));
    }

    private Setting Row(PropertyInfo property, object? value)
    {
        var notes = DocNotes.Split(docs.Summary($"P:{type.FullName}.{property.Name}"));
        if (notes.Meaning.Length == 0) throw new InvalidOperationException($"{type.Name}.{property.Name} has no summary.");
        return new Setting(
            $"{Section}:{property.Name}",
            DefaultText.Of(value) is { } known ? known + DefaultText.Remark(known, notes.Default) : notes.Default ?? "not set",
            notes.Unit ?? UnitText.Of(property),
            notes.Meaning);
    }
}

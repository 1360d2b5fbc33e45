using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CodexA2A.Architecture.Tests.Assemblies;

/// <summary>Reads from a compiled assembly which type names which. Source text would miss global usings and aliases.</summary>
internal static class ProductAssembly
{
    public static readonly string[] Names =
    [
        "CodexA2A.Protocol", "CodexA2A.Tasks", "CodexA2A.ServiceDefaults", "CodexA2A.Api", "CodexA2A.Runner",
        "CodexA2A.ScriptedModel", "codex-a2a",
    ];

    private static readonly Lazy<IReadOnlyList<TypeUse>> Everything = new(() => [.. Names.SelectMany(Read)]);

    /// <summary>The types of all product assemblies.</summary>
    public static IReadOnlyList<TypeUse> Types => Everything.Value;

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, name + ".dll");

    private static List<TypeUse> Read(string name)
    {
        using var file = new PEReader(File.OpenRead(PathOf(name)));
        var reader = file.GetMetadataReader();
        var uses = new Dictionary<string, TypeUse>(StringComparer.Ordinal);
        foreach (var handle in reader.TypeDefinitions)
        {
            var owner = TypeNames.Of(reader, handle);
            if (!uses.TryGetValue(owner, out var use)) uses.Add(owner, use = new TypeUse(name, owner));
            new TypeScan(file, reader, use).Visit(reader.GetTypeDefinition(handle));
        }

        return [.. uses.Values];
    }
}

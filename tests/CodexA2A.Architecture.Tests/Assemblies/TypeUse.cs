namespace CodexA2A.Architecture.Tests.Assemblies;

/// <summary>One top-level type of ours with everything it names, its nested and generated types included.</summary>
/// <param name="Assembly">Simple name of the assembly.</param>
/// <param name="Name">Full name.</param>
internal sealed record TypeUse(string Assembly, string Name)
{
    /// <summary>Full names of the types it mentions anywhere: signatures, attributes, instructions.</summary>
    public SortedSet<string> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>Members it calls or reads, as <c>Namespace.Type::Member</c>.</summary>
    public SortedSet<string> Members { get; } = new(StringComparer.Ordinal);

    public string Namespace => Name.Contains('.') ? Name[..Name.LastIndexOf('.')] : "";

    public bool IsIn(string space) => Within(Name, space);

    /// <summary>The types it mentions that live in the namespace or below.</summary>
    public IEnumerable<string> TypesIn(string space) => Types.Where(type => Within(type, space));

    private static bool Within(string type, string space) => type.StartsWith(space + ".", StringComparison.Ordinal);
}

using CodexA2A.Tasks;

namespace CodexA2A.Runner;

/// <summary>Whom a runner serves, from <c>Runner:Principals</c> and <c>Runner:ExceptPrincipals</c>.</summary>
internal static class ServedPrincipals
{
    /// <summary>The two settings.</summary>
    public static IReadOnlyList<string> Settings { get; } = [Key(nameof(RunnerOptions.Principals)), Key(nameof(RunnerOptions.ExceptPrincipals))];

    /// <summary>Whom options say that have passed <see cref="ServedPrincipalsValidator"/>.</summary>
    public static ServedOwners Of(RunnerOptions options) =>
        options.Principals.Count > 0 ? ServedOwners.Only(Names(options.Principals))
        : options.ExceptPrincipals.Count > 0 ? ServedOwners.AllBut(Names(options.ExceptPrincipals))
        : ServedOwners.Everybody;

    private static IEnumerable<OwnerName> Names(IEnumerable<string> names) => names.Select(name => OwnerName.Parse(name)!.Value);

    private static string Key(string name) => $"{RunnerOptions.Section}:{name}";
}

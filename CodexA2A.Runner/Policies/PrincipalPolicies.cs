using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Policies;

/// <summary>The policies of all principals, from <c>Codex:Policies</c>.</summary>
internal sealed class PrincipalPolicies
{
    /// <summary>The name of the row of all principals.</summary>
    public const string All = "*";

    private readonly Dictionary<string, PrincipalPolicy> _exact = new(StringComparer.Ordinal);

    // Names of settings have no case: a variable in capitals is a row of the same principal.
    private readonly Dictionary<string, PrincipalPolicy> _named = new(StringComparer.OrdinalIgnoreCase);
    private readonly PrincipalPolicy _others;

    public PrincipalPolicies(IOptions<CodexOptions> codex)
    {
        var options = codex.Value;
        var all = options.Policies.FirstOrDefault(row => NameOf(row) == All).Value;
        _others = PrincipalPolicy.Of(null, all, options.Model);
        foreach (var row in options.Policies.Where(row => NameOf(row) != All))
        {
            (row.Value.Principal is { Length: > 0 } ? _exact : _named)[NameOf(row)] = PrincipalPolicy.Of(row.Value, all, options.Model);
        }

        Modes = [.. _named.Values.Concat(_exact.Values).Append(_others).Select(policy => policy.SandboxMode).OfType<string>().Where(mode => mode != options.SandboxMode).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The sandbox modes that some have and <c>Codex:SandboxMode</c> is not.</summary>
    public IReadOnlyList<string> Modes { get; }

    /// <summary>What holds for a principal.</summary>
    public PrincipalPolicy Of(string principal) => _exact.GetValueOrDefault(principal) ?? _named.GetValueOrDefault(principal, _others);

    /// <summary>Whose row it is.</summary>
    internal static string NameOf(KeyValuePair<string, PolicyOptions> row) => row.Value.Principal is { Length: > 0 } principal ? principal : row.Key;
}

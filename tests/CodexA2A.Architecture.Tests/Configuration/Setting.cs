using System.Text.RegularExpressions;

namespace CodexA2A.Architecture.Tests.Configuration;

/// <summary>One row of the configuration page.</summary>
internal sealed partial record Setting(string Key, string Default, string Unit, string Meaning)
{
    /// <summary>The names under which the key is read from the environment: .NET's own, and the short one of section A2A.</summary>
    public IEnumerable<string> Environment
    {
        get
        {
            if (Key.Split(':') is ["A2A", var name]) yield return "A2A" + Capital().Replace(name, "_$0").ToUpperInvariant();
            yield return Key.Replace(":", "__", StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}

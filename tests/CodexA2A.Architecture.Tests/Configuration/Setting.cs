using CodexA2A.Cli.Configuration;

namespace CodexA2A.Architecture.Tests.Configuration;

/// <summary>One row of the configuration page.</summary>
internal sealed record Setting(string Key, string Default, string Unit, string Meaning)
{
    /// <summary>The names under which the key is read from the environment: .NET's own, and the short one of section A2A.</summary>
    public IEnumerable<string> Environment
    {
        get
        {
            if (Key.Split(':') is ["A2A", var name] && OwnNames.Settings.Contains(name)) yield return OwnNames.ShortName(name);
            var entry = KnownSettings.Groups.TryGetValue(Key, out var one) ? $":{one}" : "";
            yield return (Key + entry).Replace(":", "__", StringComparison.Ordinal);
        }
    }
}

namespace CodexA2A.Architecture.Tests.Configuration;

/// <summary>One row of the configuration page.</summary>
internal sealed record Setting(string Key, string Default, string Unit, string Meaning)
{
    /// <summary>The name under which .NET reads the key from the environment.</summary>
    public string Environment => Key.Replace(":", "__", StringComparison.Ordinal);
}

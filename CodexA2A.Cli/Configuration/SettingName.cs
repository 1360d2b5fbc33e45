namespace CodexA2A.Cli.Configuration;

/// <summary>What an environment name of the predecessor means here.</summary>
/// <param name="Name">The environment variable.</param>
/// <param name="Keys">The configuration keys that it sets; none when it has no meaning here.</param>
/// <param name="Reason">Why it is ignored; null together with no keys when somebody else reads it.</param>
/// <param name="Read">Turns the old value into the new one; null where both are the same.</param>
internal sealed record SettingName(string Name, IReadOnlyList<string> Keys, string? Reason = null, Func<string, SettingValue>? Read = null)
{
    /// <summary>Another name for the same key over which this one goes, where both are given.</summary>
    public string? GoesBefore { get; init; }

    /// <summary>A name that sets <paramref name="keys"/> to its value.</summary>
    public static SettingName Sets(string name, params IReadOnlyList<string> keys) => new(name, keys);

    /// <summary>A name that sets <paramref name="key"/> to what <paramref name="read"/> makes of its value.</summary>
    public static SettingName Sets(string name, string key, Func<string, SettingValue> read) => new(name, [key], Read: read);

    /// <summary>A name that has no meaning here.</summary>
    public static SettingName Ignored(string name, string reason) => new(name, [], reason);

    /// <summary>A name that Codex or one of the client commands reads: nothing to set and nothing to say.</summary>
    public static SettingName Foreign(string name) => new(name, []);
}

/// <summary>The reading of one old value.</summary>
/// <param name="Value">What it is called now; null when it sets nothing.</param>
/// <param name="Warning">What the operator should know about it.</param>
/// <param name="Error">Why it cannot be read; then the start fails.</param>
internal sealed record SettingValue(string? Value, string? Warning = null, string? Error = null)
{
    /// <summary>A value that cannot be read.</summary>
    public static SettingValue Wrong(string error) => new(null, Error: error);
}

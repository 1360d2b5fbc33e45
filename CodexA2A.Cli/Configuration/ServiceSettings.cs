namespace CodexA2A.Cli.Configuration;

/// <summary>The settings of one start, by configuration key, and what the person wrote to set them.</summary>
internal sealed class ServiceSettings() : Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
{
    private readonly Dictionary<string, string> origins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sets a key, by what a person wrote (<c>CODEX_TIMEOUT</c>, <c>--port</c>).</summary>
    public void Set(string key, string? value, string origin)
    {
        this[key] = value;
        SetElsewhere(key, origin);
    }

    /// <summary>Says what sets a key that .NET reads by itself.</summary>
    public void SetElsewhere(string key, string origin) => origins[key] = origin;

    /// <summary>The same lines about settings, each with the name that was written where that is another one.</summary>
    public string Explain(string message) => string.Join(Environment.NewLine, message.Split(Environment.NewLine).Select(Explained));

    private string Explained(string line)
    {
        // The longest key first: A2A:BearerTokens:alice is not A2A:BearerToken.
        var key = origins.Keys.Where(key => line.Contains(key, StringComparison.OrdinalIgnoreCase)).MaxBy(key => key.Length);
        return key is null || line.Contains(origins[key].TrimStart('-'), StringComparison.OrdinalIgnoreCase) ? line : $"{line} ({key} was set by {origins[key]}.)";
    }
}

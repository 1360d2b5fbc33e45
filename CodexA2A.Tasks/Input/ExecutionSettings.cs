namespace CodexA2A.Tasks;

/// <summary>What <c>metadata.codex.execution</c> asks for, for one turn.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Effort">Reasoning effort.</param>
/// <param name="Summary">Reasoning summary.</param>
/// <param name="Personality">Accepted for older clients.</param>
public sealed record ExecutionSettings(string? Model, string? Effort, string? Summary, string? Personality)
{
    private const int MaxName = 128;

    private static readonly string[] Efforts = ["none", "minimal", "low", "medium", "high", "xhigh"];
    private static readonly string[] Summaries = ["auto", "concise", "detailed", "none"];
    private static readonly string[] Personalities = ["none", "friendly", "pragmatic"];

    /// <summary>Reads it.</summary>
    /// <exception cref="A2AException">InvalidParams, naming the field.</exception>
    public static ExecutionSettings Read(MetadataReader metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return new(
            metadata.Text(["codex", "execution", "model"], MaxName),
            metadata.OneOf(["codex", "execution", "effort"], Efforts),
            metadata.OneOf(["codex", "execution", "summary"], Summaries),
            metadata.OneOf(["codex", "execution", "personality"], Personalities));
    }
}

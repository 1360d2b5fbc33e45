namespace CodexA2A.Tasks;

/// <summary>Limits of a message.</summary>
/// <param name="MaxTextCharacters">Most characters of text in one message, data included; Codex's own limit, counted as it counts: by code point.</param>
/// <param name="MaxImageBytes">Most bytes of one image.</param>
public sealed record InputLimits(int MaxTextCharacters = 1_048_576, int MaxImageBytes = 8 * 1024 * 1024)
{
    /// <summary>Most characters of a path.</summary>
    public const int PathCharacters = 4096;

    /// <summary>The limits that hold unless set otherwise.</summary>
    public static InputLimits Default { get; } = new();
}

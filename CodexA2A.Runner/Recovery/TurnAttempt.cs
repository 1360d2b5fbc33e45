namespace CodexA2A.Runner.Recovery;

/// <summary>One try to run a turn in Codex.</summary>
/// <param name="SubmitId">What the user message carries in Codex's history; each try has its own.</param>
/// <param name="Text">A fixed text instead of the user's message, for a continuation.</param>
internal sealed record TurnAttempt(string SubmitId, string? Text)
{
    /// <summary>The fixed text of a continuation turn (contracts.md §6).</summary>
    public const string ContinueText = "The previous turn was cut off. Check what is already done, then go on.";

    /// <summary>The id of try <paramref name="number"/>, from 1.</summary>
    public static string Id(string submitId, int number) => number <= 1 ? submitId : $"{submitId}~{number}";
}

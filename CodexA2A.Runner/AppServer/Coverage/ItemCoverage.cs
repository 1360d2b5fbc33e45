using static CodexA2A.Runner.AppServer.Coverage.CoverageRow;

namespace CodexA2A.Runner.AppServer.Coverage;

/// <summary>Every type of item of the supported version. One that is not here becomes an artifact <c>tool</c> of its own name, and is counted.</summary>
internal static class ItemCoverage
{
    /// <summary>The rows, by type.</summary>
    public static IReadOnlyList<CoverageRow> All { get; } =
    [
        Mapped("agentMessage", "artifact `answer`, or `commentary` (phase `commentary`, and all that sub-agents say). Behind the text, as data: `questions` (not waited for) and the entries of `memoryCitation`; `delivery` and `moderated` in `metadata.codex`. Ignored: the `threadIds` of `memoryCitation`, which may be other callers' threads; `moderation.display`, which is meant for one client of the provider"),
        Mapped("collabAgentToolCall", "artifact `tool`: the call of a sub-agent; what the sub-agent does has artifacts of its own, with `metadata.codex.thread_id`"),
        Mapped("commandExecution", "artifact `tool`; one that outlives its turn ends `running`, with `metadata.codex.background`"),
        Mapped("contextCompaction", "artifact `tool`"),
        Mapped("dynamicToolCall", "artifact `tool`"),
        Mapped("enteredReviewMode", "artifact `tool`"),
        Mapped("exitedReviewMode", "artifact `tool`"),
        Mapped("fileChange", "artifact `tool`, with the diffs"),
        Mapped("functionCallOutput", "artifact `tool`"),
        Mapped("hookPrompt", "artifact `tool`: what a hook told the model"),
        Mapped("imageGeneration", "artifact `tool`, with the path of the picture and why there is none; artifact `image`, with its bytes"),
        Mapped("imageView", "artifact `tool`, with the path of the picture; artifact `image` where that lies in the workspace"),
        Mapped("mcpToolCall", "artifact `tool`"),
        Mapped("plan", "artifact `plan`: the proposal of plan mode"),
        Mapped("reasoning", "artifact `reasoning`, one each for summary and raw text"),
        Mapped("sleep", "artifact `tool`"),
        Mapped("subAgentActivity", "artifact `tool`"),
        Inside("userMessage", "finding a turn again after a loss; the client said it itself"),
        Mapped("webSearch", "artifact `tool`"),
    ];
}

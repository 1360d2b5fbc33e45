using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping.Approvals;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Items;
using CodexA2A.Runner.Mapping.Text;
using CodexA2A.Runner.Threads;

namespace CodexA2A.Runner.Mapping;

/// <summary>The tools of a lost turn of which nobody knows what they did (0007-uncertain-tools-after-a-loss.md). Pure.</summary>
internal static class UncertainTools
{
    /// <summary>
    /// Those of our log that are not done, those done that Codex's history lacks, and the calls whose end Codex's own record lacks. Not
    /// those that wait for a person's yes, and not those of earlier attempts, which were settled before the newest began.
    /// </summary>
    /// <param name="task">The fold of the log.</param>
    /// <param name="turn">The newest attempt in Codex's history; null when it has none.</param>
    /// <returns>One line each, fit for people.</returns>
    public static IReadOnlyList<string> Find(AgentTask task, ThreadTurn? turn)
    {
        var unapproved = UnapprovedItems.In(task);
        var known = (turn?.Items ?? []).Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        var tools = (task.Artifacts ?? [])
            .Select(LeftArtifact.Read)
            .Where(left => left.Kind == ArtifactKinds.Tool && IsOfHistory(left) && !(left.TurnId is { } id && turn?.EarlierAttempts.Contains(id) == true))
            .Where(left => left.ItemId is not { } id || ((left.IsOpen || !known.Contains(id)) && !unapproved.Contains(id)))
            .ToList();
        var named = tools.Select(tool => tool.ItemId).ToHashSet(StringComparer.Ordinal);
        var calls = (turn?.Unsettled ?? [])
            // A cell of code that waits for a person has its other commands in our log.
            .Where(call => !unapproved.Contains(call.CallId) && !named.Contains(call.CallId) && !(call.IsCodeCell && unapproved.Count > 0));
        return [.. tools.Select(Line).Concat(calls.Select(Line))];
    }

    /// <summary>False for what Codex's history never has: hooks and reviews, which do no work of the turn, and what a sub-agent has done.</summary>
    private static bool IsOfHistory(LeftArtifact tool) =>
        tool.ToolState().SourceMethod is not (HookStates.SourceMethod or AutoReviewStates.SourceMethod) && (tool.ThreadId is null || tool.IsOpen);

    private static string Line(LeftArtifact tool) =>
        tool.ToolState() is var state && state.Title is { Length: > 0 } title ? title : state.Tool;

    private static string Line(RolloutCall call) => call switch
    {
        { Command: { Length: > 0 } command } => BoundedText.FirstAndLast(ShellCommand.Unwrap(command), 512).Text,
        { IsCodeCell: true } => "a piece of code",
        _ => call.Name,
    };
}

using CodexA2A.Runner.Mapping.Artifacts;

namespace CodexA2A.Runner.Mapping;

/// <summary>What a lost runner left open in a task (contracts.md §6: abandoned items are closed first). Pure.</summary>
internal static class AbandonedItems
{
    /// <summary>
    /// The events that close every open artifact of <paramref name="task"/>: text of the lost model stream is withdrawn (§3), tools get a
    /// last state that says <c>failed</c> and why, diff and plan stand as they are.
    /// </summary>
    /// <param name="task">The fold of the log.</param>
    /// <param name="reason">Why, for people.</param>
    public static IReadOnlyList<MappedEvent> Close(AgentTask task, string reason)
    {
        var turn = new TurnArtifacts(new TurnIdentity(task.Id, task.ContextId, "", null, ""), task);
        foreach (var artifact in task.Artifacts ?? [])
        {
            if (LeftArtifact.Read(artifact) is { IsOpen: true } left)
            {
                left.Resume(turn);
            }
        }

        turn.EndAll(new TurnEnd(TaskState.Failed, "ABANDONED", reason));
        return turn.Take();
    }
}

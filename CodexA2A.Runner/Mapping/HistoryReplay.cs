using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Threads;

namespace CodexA2A.Runner.Mapping;

/// <summary>From Codex's history of a turn to what the task's log lacks of it (contracts.md §6). Pure.</summary>
internal static class HistoryReplay
{
    /// <summary>The events of items that are finished in the history and not yet in the task; what is there already gives none.</summary>
    public static IReadOnlyList<MappedEvent> Map(TurnEventMapper mapper, ThreadTurn turn, DateTimeOffset now) =>
        [.. turn.Items
            .Where(item => item is not UserMessageItem)
            .SelectMany(item => mapper.Map(new ItemCompletedNotification(item) { ThreadId = turn.ThreadId, TurnId = turn.Turn.Id }, now))];

    /// <summary>
    /// The tools of our log whose end Codex does not know either: those not done, and those done that its history lacks.
    /// One line each, fit for people.
    /// </summary>
    public static IReadOnlyList<string> UncertainTools(AgentTask task, ThreadTurn? turn)
    {
        var known = (turn?.Items ?? []).Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        return [.. (task.Artifacts ?? [])
            .Select(LeftArtifact.Read)
            .Where(left => left.Kind == ArtifactKinds.Tool && (left.IsOpen || left.ItemId is null || !known.Contains(left.ItemId)))
            .Select(left => left.ToolState() is var state && state.Title is { Length: > 0 } title ? title : state.Tool)];
    }
}

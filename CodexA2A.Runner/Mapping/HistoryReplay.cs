using CodexA2A.Runner.AppServer.Protocol;
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
}

using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping;

/// <summary>From the last notification of a turn to how its task ends.</summary>
internal static class TurnOutcomes
{
    /// <summary>What <paramref name="last"/>, a turn/completed, means; see <see cref="TurnOutcome.From"/>.</summary>
    public static TurnOutcome From(Notification last, bool cancelRequested) => last is TurnCompletedNotification completed
        ? TurnOutcome.From(completed.Turn, cancelRequested)
        : throw new ArgumentException("Only turn/completed ends a turn.", nameof(last));

    /// <summary>True when <paramref name="last"/> says that the turn did all it had to do.</summary>
    public static bool IsCompleted(Notification last) => last is TurnCompletedNotification { Turn.Status: TurnStatuses.Completed };
}

using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping.Control;

/// <summary>Finds out how a compaction ends, of what Codex tells about its thread.</summary>
internal sealed class CompactionEnding
{
    private string? _turn;

    /// <summary>Takes a message in; true when that was the end.</summary>
    /// <exception cref="ControlFaultException">It ended without a compaction.</exception>
    /// <exception cref="AppServerDiedException">The process ended.</exception>
    public bool Take(AppServerMessage message)
    {
        switch (message)
        {
            case ProcessDied died:
                throw new AppServerDiedException(died.Certificate);
            case TurnStartedNotification started:
                _turn ??= started.Turn.Id;
                return false;
            case TurnCompletedNotification completed when completed.Turn.Id == _turn:
                return completed.Turn.Status switch
                {
                    TurnStatuses.Completed => true,
                    TurnStatuses.Interrupted => throw ControlErrors.NotCompacted(ErrorMapping.Interrupted),
                    _ => throw ControlErrors.NotCompacted(ErrorMapping.From(completed.Turn.Error)),
                };
            default:
                return false;
        }
    }
}

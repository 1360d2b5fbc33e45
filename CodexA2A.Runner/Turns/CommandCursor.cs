using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>How far the commands of a session are done with. Turns move it when they end; what came behind the last of them is passed here.</summary>
internal sealed class CommandCursor(SessionLease lease, ITaskLog log, TimeProvider time)
{
    private QueuedCommand? _seen;
    private long _done = lease.Cursor;

    /// <summary>This one came, and is being dealt with.</summary>
    public void See(QueuedCommand command) => _seen = command;

    /// <summary>The end of a turn says so in the log.</summary>
    public void Finish(long commandId) => _done = Math.Max(_done, commandId);

    /// <summary>Passes what was dealt with when it came: it need not come again. A store that is full is waited for, as long as the lease is ours.</summary>
    /// <exception cref="LeaseLostException">It is not any more.</exception>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        while (_seen is { } seen && seen.Id > _done)
        {
            if (seen.Command is UnknownCommand && !TaskIds.TryGetPartition(seen.Command.TaskId, out _))
            {
                // Without a task there is nothing to note it with; the next turn passes it.
                return;
            }

            try
            {
                var outcome = await log.AppendAsync(lease, new TaskAppend(seen.Command.TaskId, []) { Done = seen.Id }, cancellationToken);
                if (outcome.Status == AppendStatus.Fenced && seen.Command is UnknownCommand)
                {
                    // Its task is none of this session; or the lease is lost, which the release finds.
                    return;
                }

                if (outcome.Status == AppendStatus.Fenced)
                {
                    throw new LeaseLostException(lease.Session);
                }

                _done = seen.Id;
            }
            catch (SeamUnavailableException exception) when (exception.IsFull)
            {
                await Task.Delay(exception.RetryAfter, time, cancellationToken);
            }
        }
    }
}

using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>Waits for something to be written to a task's log.</summary>
internal sealed class TaskWait(ITaskLog log, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>
    /// Follows the log until an event fits, the log ends, or <paramref name="limit"/> has passed. A stop of the service ends the
    /// wait as the limit does: what was waited for may come without us.
    /// </summary>
    /// <returns>True when an event fitted.</returns>
    public async Task<bool> ForAsync(
        Owner owner, string taskId, EventId after, Func<TaskState, bool> fits, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            timeout.Token, lifetime.ApplicationStopping, cancellationToken);
        try
        {
            await foreach (var batch in log.FollowAsync(owner, taskId, after, either.Token).WithCancellation(either.Token))
            {
                if (batch.Any(item => item.State is { } state && fits(state))) return true;
            }

            return false;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}

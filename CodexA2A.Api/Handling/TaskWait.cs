using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>Waits for something to be written to a task's log.</summary>
internal sealed class TaskWait(ITaskLog log, TimeProvider time)
{
    /// <summary>Follows the log until an event fits, the log ends, or <paramref name="limit"/> has passed.</summary>
    /// <returns>True when an event fitted.</returns>
    public async Task<bool> ForAsync(
        Owner owner, string taskId, EventId after, Func<TaskState, bool> fits, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await foreach (var batch in log.FollowAsync(owner, taskId, after, either.Token).WithCancellation(either.Token))
            {
                if (batch.Any(item => item.State is { } state && fits(state))) return true;
            }

            return false;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}

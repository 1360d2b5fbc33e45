using System.Runtime.CompilerServices;
using CodexA2A.Api.Hosting;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Handling;

/// <summary>A watch lives as long as somebody reads it: while a stream of one is open, its owner is told so from time to time.</summary>
internal sealed class WatchKeeping(ITurnQueue queue, IOptions<A2AOptions> options, TimeProvider time)
{
    /// <summary>The same stream, which keeps the watch that <paramref name="task"/> is; that of any other task as it is.</summary>
    /// <param name="owner">Whose task it is.</param>
    /// <param name="task">The task as JSON.</param>
    /// <param name="id">Its id.</param>
    /// <param name="stream">Its events.</param>
    public EventStream Keep(Owner owner, ReadOnlySpan<byte> task, string id, EventStream stream) =>
        task.IndexOf("\"thread_lifecycle_watch\""u8) < 0 && task.IndexOf("\"discovery_watch\""u8) < 0
            ? stream
            : stream with { Batches = KeptAsync(owner, id, stream.Batches, CancellationToken.None) };

    private async IAsyncEnumerable<IReadOnlyList<StreamItem>> KeptAsync(
        Owner owner, string id, IAsyncEnumerable<IReadOnlyList<StreamItem>> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = TellAsync(new KeepWatch { TaskId = id, Owner = owner }, over.Token);
        try
        {
            await foreach (var batch in batches.WithCancellation(cancellationToken))
            {
                yield return batch;
            }
        }
        finally
        {
            await over.CancelAsync();
            await keeping;
        }
    }

    private async Task TellAsync(KeepWatch keep, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Value.WatchIdleTimeout / 3, time);
        try
        {
            do
            {
                try
                {
                    if (await queue.SendAsync(keep, cancellationToken) != SendStatus.Accepted)
                    {
                        return;
                    }
                }
                catch (SeamUnavailableException)
                {
                    // Told again before its time is over.
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // Nobody reads any more.
        }
    }
}

using System.IO.Pipelines;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Limits;
using CodexA2A.Api.Telemetry;

namespace CodexA2A.Api.Sse;

/// <summary>Moves the batches of one stream to one client: one flush a batch, a comment whenever it has been silent.</summary>
internal sealed class SsePump(
    PipeWriter body, IAsyncEnumerator<IReadOnlyList<StreamItem>> batches, SseFrame frame, StreamBudget budget, ApiTelemetry telemetry, TimeProvider time)
{
    /// <summary>How much is written before the client must have taken it.</summary>
    private const int FlushBytes = 64 * 1024;

    private Task<bool> next = Task.FromResult(false);

    /// <summary>How many events were written.</summary>
    public int Sent { get; private set; }

    /// <summary>Runs until there are no more batches, or the client is gone.</summary>
    /// <param name="first">The first move of the enumerator; it may still be under way.</param>
    /// <param name="silence">How long the stream may be silent.</param>
    /// <param name="ended">Ends the stream.</param>
    /// <exception cref="A2AException">As much was sent as may be in one stream.</exception>
    public async Task RunAsync(Task<bool> first, TimeSpan silence, CancellationToken ended)
    {
        next = first;
        using var heartbeat = new PeriodicTimer(silence, time);
        Task<bool>? tick = null;
        // With nothing to send yet the client still learns at once that its cursor is valid.
        var open = next is { IsCompletedSuccessfully: true, Result: true } || await FlushAsync(SseFrame.Open, ended);
        while (open)
        {
            while (!next.IsCompleted)
            {
                tick ??= heartbeat.WaitForNextTickAsync(ended).AsTask();
                if (await Task.WhenAny(next, tick) == next) break;
                await tick;
                tick = null;
                if (!await FlushAsync(SseFrame.Heartbeat, ended)) return;
            }

            if (!await next) return;
            open = await WriteAsync(batches.Current, ended);
            if (open) next = batches.MoveNextAsync().AsTask();
        }
    }

    /// <summary>Waits for what is still under way, whatever comes of it.</summary>
    public async Task SettleAsync() => await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<bool> WriteAsync(IReadOnlyList<StreamItem> batch, CancellationToken ended)
    {
        var written = 0;
        var now = time.GetUtcNow();
        foreach (var item in batch)
        {
            var length = frame.Write(body, item);
            written += length;
            Sent++;
            telemetry.Sent(now - item.At);
            if (budget.Spend(length) is { } over) throw over;
            if (written < FlushBytes) continue;
            if (!await FlushAsync(default, ended)) return false;
            written = 0;
        }

        return written == 0 || await FlushAsync(default, ended);
    }

    /// <summary>Waits until the client took it; Kestrel ends the connection of one that takes nothing at all. False when it is gone.</summary>
    private async Task<bool> FlushAsync(ReadOnlyMemory<byte> comment, CancellationToken ended)
    {
        var flushed = comment.IsEmpty ? await body.FlushAsync(ended) : await body.WriteAsync(comment, ended);
        return !flushed.IsCompleted && !flushed.IsCanceled;
    }
}

using CodexA2A.Api.Errors;
using CodexA2A.Api.Hosting;

namespace CodexA2A.Api.Limits;

/// <summary>
/// How long one stream may be open, and how much may be sent in it. What is over is told as when the service stops: its client goes on
/// behind the last event that it has, on a new stream.
/// </summary>
internal sealed class StreamBudget : IDisposable
{
    private readonly int mostBytes;
    private readonly ITimer? timer;
    private long bytes;
    private volatile A2AException? over;

    /// <summary>Begins now.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ended">Canceled when the time is over.</param>
    public StreamBudget(A2AOptions options, TimeProvider time, CancellationTokenSource ended)
    {
        mostBytes = options.StreamMaxBytes;
        if (options.StreamMaxDuration <= TimeSpan.Zero) return;
        timer = time.CreateTimer(_ => End(options.StreamMaxDuration, ended), null, options.StreamMaxDuration, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why it ended; null while its time is not over.</summary>
    public A2AException? TimeOver => over;

    /// <summary>Counts what was sent; null, or why no more is.</summary>
    public A2AException? Spend(int sent) =>
        mostBytes > 0 && (bytes += sent) >= mostBytes ? Over($"This stream has sent {bytes} bytes, and one may send {mostBytes}") : null;

    /// <inheritdoc />
    public void Dispose() => timer?.Dispose();

    private void End(TimeSpan limit, CancellationTokenSource ended)
    {
        over = Over($"This stream was open for {limit}, which is as long as one may be");
        try
        {
            ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself meanwhile.
        }
    }

    private static A2AException Over(string what) => new(
        A2AErrorCode.Unavailable, $"{what}. The turn goes on: subscribe to the task again, with the last event id as Last-Event-ID.")
    {
        Reason = "STREAM_LIMIT",
        Metadata = new Dictionary<string, string>(1) { [ErrorHeaders.RetryAfterKey] = "1" },
    };
}

using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.Large;

/// <summary>A stream of stamped tokens, and how late each of them came.</summary>
internal sealed class WatchedStream(ServiceLane lane, string prompt, int tokens)
{
    private TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest run has its first text.</summary>
    public Task FirstText => _first.Task;

    /// <summary>Runs it to its end; from its first token on, in milliseconds, all of them.</summary>
    public async Task<IReadOnlyList<double>> RunAsync(CancellationToken cancellationToken)
    {
        var first = _first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = new List<double>(tokens);
        var text = await lane.TurnAsync(prompt, OnText, cancellationToken);
        StampedText.Check(text, tokens);
        return late;

        void OnText(string piece)
        {
            var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMicroseconds;
            late.AddRange(StampedText.Stamps(piece).Select(stamp => (now - stamp) / 1000));
            first.TrySetResult();
        }
    }
}

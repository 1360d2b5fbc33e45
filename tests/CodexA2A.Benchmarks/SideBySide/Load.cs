using System.Collections.Concurrent;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.SideBySide;

/// <summary>A number of turns on one lane, so many at a time.</summary>
internal static class Load
{
    private const int Tokens = 50;

    /// <summary>Runs them and measures; any turn that fails or whose text is not whole fails the run.</summary>
    public static async Task<LoadResult> RunAsync(ILane lane, int modelPid, int level, int turns, CancellationToken cancellationToken)
    {
        var samples = new ConcurrentBag<TurnSample>();
        var left = turns;
        var before = LanePart.Usage(lane.Parts);
        var (client, model, machine) = (TreeUsage.Read(Environment.ProcessId).Root, TreeUsage.Read(modelPid).Root, TreeUsage.Machine());
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, level).Select(_ => WorkAsync()));
        var elapsed = TimeProvider.System.GetElapsedTime(began);
        machine = TreeUsage.Machine() - machine;
        (client, model) = (TreeUsage.Read(Environment.ProcessId).Root - client, TreeUsage.Read(modelPid).Root - model);
        var after = LanePart.Usage(lane.Parts);
        var spent = after.ToDictionary(part => part.Key, part => part.Value.Cpu - before[part.Key].Cpu);
        return new LoadResult
        {
            TurnsPerSecond = turns / elapsed.TotalSeconds,
            FirstTextP50 = Stats.Percentile(samples.Select(sample => sample.FirstText.TotalMilliseconds), 0.5),
            FirstTextP95 = Stats.Percentile(samples.Select(sample => sample.FirstText.TotalMilliseconds), 0.95),
            TotalP50 = Stats.Percentile(samples.Select(sample => sample.Total.TotalMilliseconds), 0.5),
            Cpu = spent.ToDictionary(part => part.Key, part => part.Value.TotalMilliseconds / turns),
            ClientCpu = client.TotalMilliseconds / turns,
            ForeignCpu = (machine - client - model).TotalSeconds / elapsed.TotalSeconds - spent.Values.Sum(cpu => cpu.TotalSeconds) / elapsed.TotalSeconds,
            Bytes = after.ToDictionary(part => part.Key, part => part.Value.Bytes),
        };

        async Task WorkAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                samples.Add(await TurnAsync(lane, cancellationToken));
            }
        }
    }

    private static async Task<TurnSample> TurnAsync(ILane lane, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        TimeSpan? first = null;
        var text = await lane.TurnAsync(StampedText.Prompt(Tokens, 0), _ => first ??= TimeProvider.System.GetElapsedTime(began), cancellationToken);
        StampedText.Check(text, Tokens);
        return new TurnSample(first ?? throw new InvalidOperationException("A turn had no text."), TimeProvider.System.GetElapsedTime(began));
    }

    private sealed record TurnSample(TimeSpan FirstText, TimeSpan Total);
}

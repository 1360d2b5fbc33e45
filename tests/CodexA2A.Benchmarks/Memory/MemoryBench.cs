using System.Collections.Concurrent;
using System.Globalization;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.Memory;

/// <summary>
/// Whether memory stays where it is: thousands of turns over hundreds of contexts, each of them visited again and again.
/// Sampled every 25 turns: while one Codex process takes over from another there are two for a moment.
/// </summary>
internal static class MemoryBench
{
    private const double Mebi = 1024 * 1024;
    private const int Tokens = 50;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var turns = arguments.Number("turns", 3000);
        var contexts = arguments.Number("contexts", 600);
        var step = arguments.Number("step", 500);
        var level = arguments.Number("level", 8);
        using var folder = new BenchFolder();
        await using var model = await ModelProcess.StartAsync(folder, cancellationToken);
        await using var ours = await ServiceLane.StartAsync(arguments.Text("service") ?? Places.Service, folder, model, null, cancellationToken);
        var run = Guid.NewGuid().ToString("N");
        var done = 0;
        var first = 0.0;
        var samples = new ConcurrentBag<TreeUsage>();
        Console.WriteLine($"| turns | service RSS MB, median | whole tree RSS MB, median (most) | median against the first {step} | our CPU ms/turn | turns/s |");
        Console.WriteLine("|---|---|---|---|---|---|");
        while (done < turns)
        {
            var until = Math.Min(done + step, turns);
            var (before, began, count) = (TreeUsage.Read(ours.Pid), TimeProvider.System.GetTimestamp(), until - done);
            await Task.WhenAll(Enumerable.Range(0, level).Select(_ => WorkAsync(until)));
            done = until;
            var (after, elapsed) = (TreeUsage.Read(ours.Pid), TimeProvider.System.GetElapsedTime(began));
            var tree = Stats.Median(samples.Select(sample => (double)sample.TreeBytes));
            first = first == 0 ? tree : first;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {done} | {Stats.Median(samples.Select(sample => sample.RootBytes / Mebi)):0} | {tree / Mebi:0} ({samples.Max(sample => sample.TreeBytes) / Mebi:0}) | {(tree / first - 1) * 100:+0;-0;0} % | {(after.Root - before.Root).TotalMilliseconds / count:0.0} | {count / elapsed.TotalSeconds:0.0} |"));
            samples.Clear();
        }

        return 0;

        async Task WorkAsync(int until)
        {
            while (Interlocked.Increment(ref done) is var number && number <= until)
            {
                var text = await ours.Client.TurnAsync(StampedText.Prompt(Tokens, 0), $"{run}-{number % contexts}", static _ => { }, cancellationToken);
                StampedText.Check(text, Tokens);
                if (number % 25 == 0)
                {
                    samples.Add(TreeUsage.Read(ours.Pid));
                }
            }
        }
    }
}

using System.Globalization;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.Latency;

/// <summary>
/// How much later a piece of text reaches a client of ours than a client of bare Codex. Each token carries the time at which the
/// model sent it; turns on both lanes alternate, one at a time, and what counts is the difference of the medians of a round.
/// </summary>
internal static class DeltaLatencyBench
{
    private static readonly (string Name, int Tokens, int Delay)[] Streams = [("60 ms apart", 50, 60), ("10 ms apart", 200, 10), ("3 ms apart", 300, 3)];

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var rounds = arguments.Number("rounds", 7);
        using var folder = new BenchFolder();
        await using var model = await ModelProcess.StartAsync(folder, cancellationToken);
        await using var ours = await ServiceLane.StartAsync(arguments.Text("service") ?? Places.Service, folder, model, null, cancellationToken);
        await using var bare = await BareCodex.StartAsync(asOurs: true, folder, model, cancellationToken);
        for (var i = 0; i < 20; i++)
        {
            await ours.TurnAsync(StampedText.Prompt(50, 0), static _ => { }, cancellationToken);
            await bare.TurnAsync(StampedText.Prompt(50, 0), static _ => { }, cancellationToken);
        }

        Console.WriteLine("| tokens | bare p50 / p95 ms | ours p50 / p95 ms | added at p50, median of rounds (all of them) |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var (name, tokens, delay) in Streams)
        {
            var of = new List<(double BareMiddle, double BareHigh, double OurMiddle, double OurHigh)>();
            for (var round = 0; round < rounds; round++)
            {
                var first = await MeasureAsync(round % 2 == 0 ? bare : ours, tokens, delay, cancellationToken);
                var second = await MeasureAsync(round % 2 == 0 ? ours : bare, tokens, delay, cancellationToken);
                var (b, o) = round % 2 == 0 ? (first, second) : (second, first);
                of.Add((b.Middle, b.High, o.Middle, o.High));
            }

            var added = of.Select(round => round.OurMiddle - round.BareMiddle).ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {Stats.Median(of.Select(r => r.BareMiddle)):0.0} / {Stats.Median(of.Select(r => r.BareHigh)):0.0} | {Stats.Median(of.Select(r => r.OurMiddle)):0.0} / {Stats.Median(of.Select(r => r.OurHigh)):0.0} | {Stats.Median(added):0.0} ({string.Join(' ', added.Select(ms => ms.ToString("0.0", CultureInfo.InvariantCulture)))}) |"));
        }

        return 0;
    }

    private static async Task<(double Middle, double High)> MeasureAsync(ILane lane, int tokens, int delay, CancellationToken cancellationToken)
    {
        var late = new List<double>(tokens);
        var text = await lane.TurnAsync(StampedText.Prompt(tokens, delay), OnText, cancellationToken);
        StampedText.Check(text, tokens);
        return (Stats.Percentile(late, 0.5), Stats.Percentile(late, 0.95));

        void OnText(string piece)
        {
            var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMicroseconds;
            late.AddRange(StampedText.Stamps(piece).Select(stamp => (now - stamp) / 1000));
        }
    }
}

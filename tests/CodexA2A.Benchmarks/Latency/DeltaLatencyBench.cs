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
        await using var ours = await OurLanes.StartAsync(arguments, folder, model, cancellationToken);
        await using var bare = await BareCodex.StartAsync(asOurs: true, folder, model, cancellationToken);
        ILane[] lanes = [bare, .. ours.All];
        for (var i = 0; i < 20; i++)
        {
            foreach (var lane in lanes)
            {
                await lane.TurnAsync(StampedText.Prompt(50, 0), static _ => { }, cancellationToken);
            }
        }

        Console.WriteLine("| tokens | lane | bare p50 / p95 ms | ours p50 / p95 ms | added at p50, median of rounds (all of them) |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (name, tokens, delay) in Streams)
        {
            var results = lanes.Select(_ => new List<(double Middle, double High)>()).ToArray();
            for (var round = 0; round < rounds; round++)
            {
                // The order turns with the rounds.
                foreach (var lane in Enumerable.Range(0, lanes.Length).Select(place => (place + round) % lanes.Length))
                {
                    results[lane].Add(await MeasureAsync(lanes[lane], tokens, delay, cancellationToken));
                }
            }

            for (var lane = 1; lane < lanes.Length; lane++)
            {
                Print(name, lanes[lane].Name, results[0], results[lane]);
            }
        }

        return 0;
    }

    private static void Print(string stream, string lane, List<(double Middle, double High)> bare, List<(double Middle, double High)> ours)
    {
        var added = ours.Zip(bare, (our, its) => our.Middle - its.Middle).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {stream} | {lane} | {Stats.Median(bare.Select(r => r.Middle)):0.0} / {Stats.Median(bare.Select(r => r.High)):0.0} | {Stats.Median(ours.Select(r => r.Middle)):0.0} / {Stats.Median(ours.Select(r => r.High)):0.0} | {Stats.Median(added):0.0} ({string.Join(' ', added.Select(ms => ms.ToString("0.0", CultureInfo.InvariantCulture)))}) |"));
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

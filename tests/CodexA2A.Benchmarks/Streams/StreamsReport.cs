using System.Globalization;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.Streams;

/// <summary>The results of one kind: medians of the rounds, and medians of the ratios within each round to HTTP+JSON.</summary>
/// <param name="title">The kind.</param>
/// <param name="ages">Whether to tell how old events were when they came, which says something of live ones alone.</param>
internal sealed class StreamsReport(string title, bool ages)
{
    private readonly List<List<StreamRun>> _rounds = [];

    /// <summary>Adds a round and prints it.</summary>
    public void Add(List<StreamRun> round)
    {
        _rounds.Add(round);
        foreach (var run in round)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{title}, round {_rounds.Count}, {run.Way}: {run.PerSecond:0} events/s, Api {run.ApiMicroseconds:0.0} us each{(ages ? $", p50 {P50(run):0.00} ms, p95 {P95(run):0.00} ms" : "")}"));
        }
    }

    /// <summary>Prints the table; the name of HTTP+JSON comes first in it.</summary>
    public void Print()
    {
        var ways = _rounds[0].Select(run => run.Way).Order(StringComparer.Ordinal).ToList();
        var first = ways[0];
        Console.WriteLine($"\n{title}\n\n| way | events/s | of {first} | Api CPU us/event | of {first} | client CPU us/event |{(ages ? " append to receipt p50 / p95 ms | p50 of " + first + " |" : "")}");
        Console.WriteLine($"|---|---|---|---|---|---|{(ages ? "---|---|" : "")}");
        foreach (var way in ways)
        {
            double Of(Func<StreamRun, double> value) => Stats.Median(_rounds.Select(round => value(Find(round, way))));
            double Ratio(Func<StreamRun, double> value) => Stats.Median(_rounds.Select(round => value(Find(round, way)) / value(Find(round, first))));
            var age = ages ? string.Create(CultureInfo.InvariantCulture, $" {Of(P50):0.00} / {Of(P95):0.00} | {Ratio(P50):0.00} |") : "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {way} | {Of(r => r.PerSecond):0} | {Ratio(r => r.PerSecond):0.00} | {Of(r => r.ApiMicroseconds):0.0} | {Ratio(r => r.ApiMicroseconds):0.00} | {Of(r => r.ClientMicroseconds):0.0} |{age}"));
        }
    }

    private static double P50(StreamRun run) => Stats.Percentile(run.Ages, 0.5);

    private static double P95(StreamRun run) => Stats.Percentile(run.Ages, 0.95);

    private static StreamRun Find(List<StreamRun> round, string way) => round.Single(run => run.Way == way);
}

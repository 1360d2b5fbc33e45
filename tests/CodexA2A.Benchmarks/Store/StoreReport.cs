using System.Globalization;
using CodexA2A.Benchmarks.Harness;
using CodexA2A.Benchmarks.Workers;

namespace CodexA2A.Benchmarks.Store;

/// <summary>All results of a run: each as it comes, and at the end the medians of the rounds.</summary>
internal sealed class StoreReport
{
    private readonly List<(string What, int Merged, SeamRun Run)> _results = [];

    /// <param name="what">What was measured.</param>
    /// <param name="merged">How many deltas one append of the producer stands for, where it says nothing of deltas itself.</param>
    /// <param name="run">What came out.</param>
    public void Add(string what, int merged, SeamRun run)
    {
        run = run with { Deltas = run.Deltas * merged };
        _results.Add((what, merged, run));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {run.Events / run.Seconds:0} appends/s, Redis {run.Microseconds("Redis", run.Events):0.0} us each{(run.Age is { } age ? $", age p50 {age.Middle:0.00} ms" : "")}"));
    }

    public void Print(TextWriter output)
    {
        output.WriteLine("\n| what | appends/s | deltas/s | CPU us/append: Redis / producer / consumer | CPU us/delta: Redis / producer / consumer | % of a core: Redis / producer / consumer | age p50 / p95 / p99 ms |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var group in _results.GroupBy(entry => entry.What))
        {
            double Of(Func<SeamRun, double> value) => Stats.Median(group.Select(entry => value(entry.Run)));
            string Each(Func<SeamRun, string, double> value, string format) =>
                string.Join(" / ", new[] { "Redis", "producer", "consumer" }.Select(name => Of(run => value(run, name)).ToString(format, CultureInfo.InvariantCulture)));
            var age = group.All(entry => entry.Run.Age is not null)
                ? string.Create(CultureInfo.InvariantCulture, $"{Of(r => r.Age!.Middle):0.00} / {Of(r => r.Age!.High):0.00} / {Of(r => r.Age!.Highest):0.00}")
                : "–";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {group.Key} | {Of(r => r.Events / r.Seconds):0} | {Of(r => r.Deltas / r.Seconds):0} | {Each((r, name) => r.Microseconds(name, r.Events), "0.0")} | {Each((r, name) => r.Microseconds(name, r.Deltas), "0.0")} | {Each((r, name) => r.Core(name), "0")} | {age} |"));
        }
    }
}

using System.Globalization;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.SideBySide;

/// <summary>All results of a run: each as it comes, and at the end medians, and medians of the ratios within each round.</summary>
internal sealed class SideBySideReport(IReadOnlyList<int> levels)
{
    private const double Mebi = 1024 * 1024;

    private readonly List<(int Round, string Lane, int Level, LoadResult Result)> _results = [];

    public void Add(int round, string lane, int level, LoadResult result)
    {
        _results.Add((round, lane, level, result));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"round {round + 1}  c{level,-3}{lane,-20}{result.TurnsPerSecond,6:0.0}/s  first {result.FirstTextP50,5:0} ms  foreign {result.ForeignCpu:0.00} cores"));
    }

    public void Print(TextWriter output)
    {
        foreach (var level in levels)
        {
            output.WriteLine($"\n### {level} at a time\n");
            output.WriteLine("| lane | turns/s | first text p50 / p95 ms | whole turn p50 ms | our CPU ms/turn | Codex CPU ms/turn | client CPU ms/turn | foreign cores | RSS ours / tree MB |");
            output.WriteLine("|---|---|---|---|---|---|---|---|---|");
            foreach (var lane in _results.Where(entry => entry.Level == level).GroupBy(entry => entry.Lane).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                double Of(Func<LoadResult, double> value) => Stats.Median(lane.Select(entry => value(entry.Result)));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {lane.Key} | {Of(r => r.TurnsPerSecond):0.0} | {Of(r => r.FirstTextP50):0} / {Of(r => r.FirstTextP95):0} | {Of(r => r.TotalP50):0} | {Of(r => r.OurCpu):0.0} | {Of(r => r.CodexCpu):0} | {Of(r => r.ClientCpu):0.0} | {Of(r => r.ForeignCpu):0.00} | {Of(r => r.OurBytes / Mebi):0} / {Of(r => r.TreeBytes / Mebi):0} |"));
            }
        }

        output.WriteLine("\n### Ours against bare, median of the ratios of each round (all of them)\n");
        output.WriteLine("| at a time | against | turns/s | first text p50 | turns/s x Codex CPU per turn |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (var level in levels)
        {
            foreach (var bare in new[] { "bare, our settings", "bare, defaults" })
            {
                output.WriteLine($"| {level} | {bare} | {Ratios(level, bare, r => r.TurnsPerSecond)} | {Ratios(level, bare, r => r.FirstTextP50)} | {Ratios(level, bare, r => r.TurnsPerSecond * r.CodexCpu)} |");
            }
        }
    }

    private string Ratios(int level, string bare, Func<LoadResult, double> value)
    {
        var ratios = _results.Where(entry => entry.Level == level).GroupBy(entry => entry.Round)
            .Select(round => value(round.First(entry => entry.Lane == "ours").Result) / value(round.First(entry => entry.Lane == bare).Result))
            .ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{Stats.Median(ratios):0.00} ({string.Join(' ', ratios.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)))})");
    }
}

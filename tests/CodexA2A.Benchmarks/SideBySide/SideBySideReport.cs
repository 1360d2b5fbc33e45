using System.Globalization;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.SideBySide;

/// <summary>All results of a run: each as it comes, and at the end medians, and medians of the ratios within each round.</summary>
internal sealed class SideBySideReport(IReadOnlyList<int> levels)
{
    private const double Mebi = 1024 * 1024;
    private static readonly string[] Bare = ["bare, our settings", "bare, defaults"];

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
            output.WriteLine("| lane | turns/s | first text p50 / p95 ms | whole turn p50 ms | our CPU ms/turn | Codex CPU ms/turn | client CPU ms/turn | foreign cores | our RSS MB | RSS of the tree MB |");
            output.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
            foreach (var lane in _results.Where(entry => entry.Level == level).GroupBy(entry => entry.Lane).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                double Of(Func<LoadResult, double> value) => Stats.Median(lane.Select(entry => value(entry.Result)));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {lane.Key} | {Of(r => r.TurnsPerSecond):0.0} | {Of(r => r.FirstTextP50):0} / {Of(r => r.FirstTextP95):0} | {Of(r => r.TotalP50):0} | {Ours(lane, r => r.Cpu, "0.0")} | {Of(r => r.CodexCpu):0} | {Of(r => r.ClientCpu):0.0} | {Of(r => r.ForeignCpu):0.00} | {Ours(lane, Mebibytes, "0")} | {Of(r => r.Bytes.Values.Sum() / Mebi):0} |"));
            }
        }

        output.WriteLine("\n### Ours against bare, median of the ratios of each round (all of them)\n");
        output.WriteLine("| at a time | lane | against | turns/s | first text p50 | turns/s x Codex CPU per turn |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var level in levels)
        {
            foreach (var ours in _results.Select(entry => entry.Lane).Distinct().Except(Bare).Order(StringComparer.Ordinal))
            {
                foreach (var bare in Bare)
                {
                    output.WriteLine($"| {level} | {ours} | {bare} | {Ratios(level, ours, bare, r => r.TurnsPerSecond)} | {Ratios(level, ours, bare, r => r.FirstTextP50)} | {Ratios(level, ours, bare, r => r.TurnsPerSecond * r.CodexCpu)} |");
                }
            }
        }
    }

    private static Dictionary<string, double> Mebibytes(LoadResult result) => result.Bytes.ToDictionary(part => part.Key, part => part.Value / Mebi);

    // The sum, and where our service is several processes what each of them has of it.
    private static string Ours(IEnumerable<(int Round, string Lane, int Level, LoadResult Result)> lane, Func<LoadResult, IReadOnlyDictionary<string, double>> values, string format)
    {
        var results = lane.Select(entry => values(entry.Result)).ToList();
        var parts = results[0].Keys.Where(name => name != LanePart.Codex).ToList();
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        var sum = Text(Stats.Median(results.Select(result => parts.Sum(name => result[name]))));
        return parts.Count switch
        {
            0 => "–",
            1 => sum,
            _ => $"{sum} ({string.Join(", ", parts.Select(name => $"{name} {Text(Stats.Median(results.Select(result => result[name])))}"))})",
        };
    }

    private string Ratios(int level, string ours, string bare, Func<LoadResult, double> value)
    {
        var ratios = _results.Where(entry => entry.Level == level).GroupBy(entry => entry.Round)
            .Select(round => value(round.First(entry => entry.Lane == ours).Result) / value(round.First(entry => entry.Lane == bare).Result))
            .ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{Stats.Median(ratios):0.00} ({string.Join(' ', ratios.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)))})");
    }
}

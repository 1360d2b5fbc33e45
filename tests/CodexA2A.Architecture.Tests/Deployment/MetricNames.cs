using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests.Deployment;

/// <summary>The names that Prometheus has for the metrics of the source tree: dots become underscores, and unit and kind are added.</summary>
internal static partial class MetricNames
{
    /// <summary>What the runtime's own meter reports of each process; the alerts ask for it to see that somebody is there.</summary>
    public const string OfEachProcess = "dotnet_process_memory_working_set_bytes";

    public static IReadOnlySet<string> All { get; } = Read().SelectMany(Series).Append(OfEachProcess).ToHashSet(StringComparer.Ordinal);

    /// <summary>The names of metrics in an expression, ours and the runtime's; labels, functions and the names of others are none.</summary>
    public static IEnumerable<string> In(string expression) =>
        Name().Matches(Grouping().Replace(Labels().Replace(expression, ""), "")).Select(match => match.Value).Distinct();

    private static IEnumerable<(string Kind, string Name, string Unit)> Read() =>
        from file in Repository.FilesEnding(".cs")
        where file.StartsWith("CodexA2A.", StringComparison.Ordinal)
        from match in Instrument().Matches(Repository.Read(file))
        select (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);

    private static string[] Series((string Kind, string Name, string Unit) metric)
    {
        var unit = metric.Unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", "1" => "_ratio", _ => "" };
        var name = metric.Name.Replace('.', '_');
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return metric.Kind switch
        {
            "CreateCounter" or "CreateObservableCounter" => [$"{name}_total"],
            "CreateHistogram" => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            _ => [name],
        };
    }

    [GeneratedRegex(@"\b(Create(?:Observable)?(?:Counter|UpDownCounter|Histogram|Gauge)|Gauge)(?:<\w+>)?\(\s*""([a-z0-9_.]+)"",\s*(?:[^"",]+,\s*)?""([^""]*)""")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Labels();

    [GeneratedRegex(@"\b(by|without|on|ignoring)\s*\([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\b(a2a|codexa2a|codex|gen_ai|dotnet)_\w+")]
    private static partial Regex Name();
}

using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>The page on telemetry names every instrument that the code makes, and no other.</summary>
public sealed partial class TelemetryPageTests
{
    [Fact]
    public void The_page_has_every_instrument_and_no_other()
    {
        var made = Repository.FilesEnding(".cs").Where(file => file.StartsWith("CodexA2A.", StringComparison.Ordinal))
            .SelectMany(file => Made().Matches(Repository.Read(file)).Select(match => (Meter: Meter(file), Name: match.Groups["name"].Value)))
            .Distinct().Order().ToList();
        var told = Row().Matches(Repository.Read("docs/telemetry.md")).Select(match => (Meter: match.Groups["meter"].Value, Name: match.Groups["name"].Value)).Order().ToList();
        Assert.NotEmpty(made);
        Assert.Equal(made, told);
    }

    private static string Meter(string file) => file.Split('/')[0];

    [GeneratedRegex("""(?:Create(?:Counter|UpDownCounter|Histogram|ObservableGauge)(?:<\w+>)?|Gauge)\(\s*"(?<name>[a-z0-9_.]+)""")]
    private static partial Regex Made();

    [GeneratedRegex(@"^\| `(?<meter>CodexA2A\.\w+)` \| `(?<name>[a-z0-9_.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}

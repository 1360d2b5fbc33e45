using System.Text.Json;
using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;
using YamlDotNet.RepresentationModel;

namespace CodexA2A.Architecture.Tests.Deployment;

/// <summary>The dashboard and the alerts ask for what there is, and somebody has written down what to do.</summary>
public sealed partial class MonitoringTests
{
    private const string Dashboard = "deploy/grafana/codex-a2a.json";
    private static readonly YamlNode[] Alerts = [.. (YamlSequenceNode)((YamlSequenceNode)DeployFiles.Yaml("deploy/prometheus/alerts.yaml").At("groups")!)[0].At("rules")!];

    [Theory]
    [InlineData("a2a_requests_total")]
    [InlineData("a2a_event_age_milliseconds_bucket")]
    [InlineData("codexa2a_seam_ready_age_seconds")]
    [InlineData("codexa2a_seam_queue_length")]
    [InlineData("gen_ai_client_token_usage_sum")]
    public void The_metrics_of_the_source_are_read(string name) => Assert.Contains(name, MetricNames.All);

    [Theory]
    [InlineData("sum by (a2a_task_state) (rate(a2a_turns_total{a2a_task_state=\"x\"}[5m]))", "a2a_turns_total")]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(a2a_turn_first_text_seconds_bucket[5m])))", "a2a_turn_first_text_seconds_bucket")]
    public void An_expression_is_taken_apart(string expression, string name) => Assert.Equal([name], MetricNames.In(expression));

    [Fact]
    public void The_dashboard_asks_for_metrics_that_there_are() => Known(Expressions());

    [Fact]
    public void Its_panels_have_titles_ids_and_places_of_their_own()
    {
        using var dashboard = JsonDocument.Parse(Repository.Read(Dashboard));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("title").GetString()).Distinct().Count());
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("gridPos")).Select(at => (at.GetProperty("x").GetInt32(), at.GetProperty("y").GetInt32())).Distinct().Count());
    }

    [Fact]
    public void The_alerts_ask_for_metrics_that_there_are() => Known(Alerts.Select(alert => alert.At("expr").Text()!));

    [Fact]
    public void An_alert_that_counts_sees_the_first_event_of_a_series()
    {
        var counting = Alerts.Select(alert => alert.At("expr").Text()!).Where(expression => expression.Contains("increase(", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, counting.Count);
        Assert.All(counting, expression => Assert.Matches(Whole(), expression));
    }

    [Fact]
    public void Silence_is_that_no_process_reports_and_not_that_Redis_is_away()
    {
        var silence = Alerts.Single(alert => alert.At("alert").Text() == "CodexA2ASilent").At("expr").Text()!;
        Assert.Equal([MetricNames.OfEachProcess], MetricNames.In(silence));
        Assert.Contains("AddRuntimeInstrumentation()", Repository.Read("CodexA2A.ServiceDefaults/Telemetry/TelemetryDefaults.cs"), StringComparison.Ordinal);
        // By the names that compose and the chart give their parts.
        var name = Service().Match(silence).Groups[1].Value;
        foreach (var file in new[] { "deploy/compose.yaml", "deploy/helm/codex-a2a/templates/api.yaml", "deploy/helm/codex-a2a/templates/runner.yaml" })
            Assert.All(Named().Matches(Repository.Read(file)), match => Assert.Matches($"^{name}$", match.Groups[1].Value));
    }

    [Fact]
    public async Task The_alerts_say_of_series_what_their_tests_say()
    {
        if (!DeployFiles.OnPath("promtool"))
        {
            // What can be seen without it: that the tests are of these rules.
            Assert.Equal(["alerts.yaml"], DeployFiles.Yaml("deploy/prometheus/alerts.test.yaml").At("rule_files").Texts());
            return;
        }

        var (code, output) = await DeployFiles.RunAsync("promtool", ["test", "rules", Repository.Full("deploy/prometheus/alerts.test.yaml")]);
        Assert.True(code == 0, output);
    }

    [Fact]
    public void Scaling_by_the_queue_asks_for_a_metric_that_there_is() =>
        Known([DeployFiles.Yaml("deploy/helm/codex-a2a/values.yaml").At("runner", "autoscaling", "metric").Text()!]);

    [Fact]
    public void Each_alert_says_how_bad_it_is_and_has_its_place_in_the_runbook()
    {
        var headings = Repository.Read("docs/operations.md").Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal)).Select(line => line[4..].Trim()).ToList();
        foreach (var alert in Alerts)
        {
            var name = alert.At("alert").Text()!;
            Assert.Contains(alert.At("labels", "severity").Text(), new[] { "critical", "warning", "info" });
            Assert.NotNull(alert.At("annotations", "summary").Text());
            Assert.Equal($"docs/operations.md#{name.ToLowerInvariant()}", alert.At("annotations", "runbook").Text());
            Assert.Contains(name, headings);
        }

        Assert.Equal(Alerts.Length, headings.Count(heading => heading.StartsWith("CodexA2A", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Expressions()
    {
        using var dashboard = JsonDocument.Parse(Repository.Read(Dashboard));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray().Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!)];
    }

    private static void Known(IEnumerable<string> expressions)
    {
        var names = expressions.Select(expression => (Expression: expression, Names: MetricNames.In(expression).ToList())).ToList();
        Assert.All(names, asked => Assert.NotEmpty(asked.Names));
        Findings.None(names.SelectMany(asked => asked.Names).Where(name => !MetricNames.All.Contains(name)).Distinct());
    }

    [GeneratedRegex(@"^sum\(\((\S+) unless \1 offset (\d+m)\) or increase\(\1\[\2\]\)\) > \d+$")]
    private static partial Regex Whole();

    [GeneratedRegex("service_name=~\"([^\"]+)\"")]
    private static partial Regex Service();

    [GeneratedRegex(@"OTEL_SERVICE_NAME(?:, value)?: ([\w-]+)")]
    private static partial Regex Named();
}

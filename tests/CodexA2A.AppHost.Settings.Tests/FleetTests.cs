using System.Globalization;
using System.Text.RegularExpressions;

namespace CodexA2A.AppHost.Settings.Tests;

/// <summary>What a deployment is told fits its images and the settings' defaults.</summary>
public sealed class FleetTests
{
    [Fact]
    public void The_runner_listens_where_the_health_check_of_its_image_asks()
    {
        var stage = Tree.Read(Fleet.Dockerfile).Split($" AS {Fleet.RunnerStage}\n")[1];
        Assert.Contains("\nHEALTHCHECK ", stage, StringComparison.Ordinal);
        Assert.Contains($"\"http://127.0.0.1:{Fleet.RunnerPort}/ready\"", stage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_may_take_the_drain_what_Codex_takes_and_ten_seconds()
    {
        Assert.True(Fleet.StopSeconds > Seconds("Runner:DrainTimeout") + Seconds("Runner:StopTimeout") + 10);
        // The longest that Container Apps gives.
        Assert.InRange(Fleet.StopSeconds, 31, 600);
    }

    [Fact]
    public void The_seccomp_profile_is_there() => Assert.Contains("SCMP_ACT_", Tree.Read(Fleet.SeccompProfile), StringComparison.Ordinal);

    private static double Seconds(string setting) => TimeSpan.Parse(
        Regex.Match(Tree.Read("docs/configuration.md"), $@"^\| `{setting}` \|[^|]*\| `([\d:]+)` ", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture).TotalSeconds;
}

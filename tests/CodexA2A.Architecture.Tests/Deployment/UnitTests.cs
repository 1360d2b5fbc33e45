using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;
using CodexA2A.Cli.Configuration;

namespace CodexA2A.Architecture.Tests.Deployment;

/// <summary>The unit: what systemd itself says of it where it is installed, and what must and must not stand in it.</summary>
public sealed partial class UnitTests
{
    private const string File = "deploy/systemd/codex-a2a@.service";

    private static readonly (string Key, string Value)[] Lines =
    [
        .. Repository.Read(File).Split('\n').Where(line => line.Length > 0 && line[0] is not ('#' or '[')).Select(line => line.Split('=', 2)).Select(pair => (pair[0], pair[1])),
    ];

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_it()
    {
        if (!DeployFiles.OnPath("systemd-analyze"))
        {
            // Not a machine with systemd: what can be seen is that every line is an assignment, which reading them has shown.
            Assert.NotEmpty(Lines);
            return;
        }

        var folder = Directory.CreateTempSubdirectory("codex-a2a-unit-");
        try
        {
            var unit = Path.Combine(folder.FullName, "codex-a2a@.service");
            // It also looks for the program.
            await System.IO.File.WriteAllTextAsync(unit, Repository.Read(File).Replace("/usr/local/lib/codex-a2a/codex-a2a", "/bin/true", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            // It exits with 0 and passes over lines that it does not understand, but tells them.
            Assert.Equal((0, ""), await DeployFiles.RunAsync("systemd-analyze", ["verify", "--man=no", Path.Combine(folder.FullName, "codex-a2a@one.service")]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_sandbox_can_make_its_namespaces_and_a_proc_of_its_own_and_agents_can_run_compilers() =>
        Assert.Empty(Lines.Select(line => line.Key).Intersect(["RestrictNamespaces", "MemoryDenyWriteExecute", "ProtectKernelTunables", "ProtectKernelLogs", "ProtectProc", "ProcSubset"]));

    [Theory]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("CapabilityBoundingSet", "")]
    [InlineData("ProtectSystem", "strict")]
    [InlineData("ProtectHome", "yes")]
    [InlineData("PrivateTmp", "yes")]
    [InlineData("PrivateDevices", "yes")]
    [InlineData("KillMode", "mixed")]
    [InlineData("Restart", "on-failure")]
    [InlineData("OOMPolicy", "continue")]
    [InlineData("User", "codex-a2a")]
    public void It_is_hardened_and_stops_as_it_should(string key, string value) => Assert.Contains((key, value), Lines);

    [Fact]
    public void A_stop_may_take_the_drain_and_what_follows()
    {
        var drain = TimeSpan.Parse(Single("Environment", "Runner__DrainTimeout"), System.Globalization.CultureInfo.InvariantCulture);
        var limit = TimeSpan.FromSeconds(int.Parse(Lines.Single(line => line.Key == "TimeoutStopSec").Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(TimeSpan.FromMinutes(10), drain);
        Assert.InRange(limit, drain + DeployFiles.DefaultTime("Runner:StopTimeout") + DeployFiles.Rest, drain + TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void Wrong_settings_are_not_tried_again() => Assert.Contains(("RestartPreventExitStatus", Cli.ExitCodes.Usage.ToString(System.Globalization.CultureInfo.InvariantCulture)), Lines);

    [Fact]
    public void Secrets_come_as_credentials_of_names_that_are_read_and_none_stands_in_a_file()
    {
        var loaded = Lines.Where(line => line.Key == "LoadCredential").Select(line => line.Value.Split(':')).ToList();
        Assert.Equal(["A2A_BEARER_TOKEN", "ConnectionStrings__redis", "OPENAI_API_KEY", "Runner__Management__Token"], loaded.Select(credential => credential[0]).Order(StringComparer.Ordinal));
        Assert.All(loaded, credential => Assert.True(EnvFile.IsName(credential[0]) && credential[1] == $"/etc/codex-a2a/%i.credentials/{credential[0]}"));
        // One that nobody made must not keep the unit from starting.
        Assert.Equal(loaded.Select(credential => credential[0] + ":\\n").Order(), Lines.Where(line => line.Key == "SetCredential").Select(line => line.Value).Order());
        Assert.DoesNotMatch(Secret(), string.Join('\n', Lines.Where(line => line.Key == "Environment").Select(line => line.Value)));
        Assert.DoesNotMatch(Secret(), string.Join('\n', Repository.Read("deploy/systemd/example.env").Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal))));
    }

    private static string Single(string key, string name) =>
        Lines.Where(line => line.Key == key && line.Value.StartsWith(name + "=", StringComparison.Ordinal)).Select(line => line.Value[(name.Length + 1)..]).Single();

    [GeneratedRegex("TOKEN|PASSWORD|API_KEY|Token|ConnectionStrings")]
    private static partial Regex Secret();
}

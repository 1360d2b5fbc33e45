using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Sandbox;

namespace CodexA2A.Runner.Tests.Sandbox;

/// <summary>The probe with a command that nothing confines, and with one that never runs.</summary>
public sealed class SandboxProbeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("codex-a2a-probe-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_fence_it_can_do_all_and_leaves_nothing()
    {
        var site = Site();
        IReadOnlyList<string> ran = [];

        var report = await SandboxProbe.TryAsync(new SandboxSubject("danger-full-access", null), site, async (command, token) =>
        {
            ran = command;
            var result = await ToolProcess.RunAsync(command[0], [.. command.Skip(1)], _root, TimeSpan.FromMinutes(1), TimeProvider.System, token);
            return new ProbeAnswer(result!.Output, result.Error);
        }, TimeProvider.System, Stop);

        Assert.Equal(
            ("yes", "yes", "yes", "yes", "yes", "nothing_promised"),
            (report.WritesOutside, report.ReachesNetwork, report.ReadsParentEnvironment, report.ReadsCodexHome, report.ReadsDataDirectory, report.Holds));
        Assert.Null(report.Problem);
        Assert.False(Directory.Exists(Path.GetDirectoryName(ran[4])));
        Assert.Empty(Directory.GetFileSystemEntries(site.CodexHome));
        Assert.Empty(Directory.GetFileSystemEntries(site.DataDirectory!));
    }

    [Fact]
    public async Task What_does_not_run_shows_nothing()
    {
        var report = await SandboxProbe.TryAsync(
            new SandboxSubject("workspace-write", null), Site(), (_, _) => Task.FromResult(new ProbeAnswer("", "first\nbubblewrap: no\n")), TimeProvider.System, Stop);

        Assert.Equal(("unknown", "unknown", "unknown"), (report.WritesOutside, report.ReachesNetwork, report.Holds));
        Assert.Equal("bubblewrap: no", report.Problem);
    }

    [Theory]
    [InlineData("/a", "/a", true)]
    [InlineData("/a", "/a/b", true)]
    [InlineData("/a", "/ab", false)]
    [InlineData("/a", "/", false)]
    [InlineData("/a", "/b/..c", false)]
    [InlineData("/", "/a", true)]
    public void A_folder_holds_itself_and_what_is_below(string root, string folder, bool holds) => Assert.Equal(holds, ProbePlaces.Contains(root, folder));

    [Fact]
    public void What_may_be_written_is_not_outside()
    {
        var site = Site();
        using (var places = ProbePlaces.Make(site with { UserHome = null, Writable = [_root, "/var/tmp"] }))
        {
            Assert.Null(places.Outside);
            Assert.True(File.Exists(places.HomeCanary));
        }

        using var outside = ProbePlaces.Make(site with { Writable = [site.CodexHome, "/var/tmp"] });
        Assert.StartsWith(site.DataDirectory!, outside.Outside, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private ProbeSite Site() => new(
        Directory.CreateDirectory(Path.Combine(_root, "ws")).FullName,
        Directory.CreateDirectory(Path.Combine(_root, "home")).FullName,
        Directory.CreateDirectory(Path.Combine(_root, "data")).FullName,
        UserHome: null)
    {
        Writable = [Path.Combine(_root, "ws")],
        Processes = [Environment.ProcessId],
    };
}

using CodexA2A.Runner.Tests.Turns;
using CodexA2A.Runner.Workspaces;

namespace CodexA2A.Runner.Tests.Control;

/// <summary><c>codex.sessions.shell</c>: nothing of it outlives it, and it is one of those that work in a folder.</summary>
public sealed class ShellMethodTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_it_leaves_behind_is_killed()
    {
        await using var stage = await RunnerStage.StartAsync(working: false);
        var seconds = Seconds();

        var result = await stage.ShellAsync($"setsid sleep {seconds} >/dev/null 2>&1 & echo said; echo wrong >&2; exit 3", null, Stop);

        Assert.Equal("""{"exit_code":3,"stdout":"said\n","stderr":"wrong\n"}""", result.ToJsonString());
        await GoneAsync(seconds);
    }

    [Fact]
    public async Task It_ends_with_whoever_asks()
    {
        await using var stage = await RunnerStage.StartAsync(working: false);
        using var asker = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var seconds = Seconds();
        var running = stage.ShellAsync($"setsid sleep {seconds} >/dev/null 2>&1 & sleep {seconds}", null, asker.Token);
        await RunnerStage.HoldsAsync(() => Sleeping(seconds) == 2);

        await asker.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await GoneAsync(seconds);
    }

    [Fact]
    public async Task It_waits_for_whoever_works_in_the_folder()
    {
        await using var stage = await RunnerStage.StartAsync(working: false, ("Workspaces:Exclusive", "true"));
        var held = await stage.Get<WorkspaceGate>().EnterAsync(stage.Root, Stop);
        var file = Path.Combine(stage.Root, "let");

        var running = stage.ShellAsync($"cat {file}", null, Stop);
        Assert.False(running.IsCompleted);
        await File.WriteAllTextAsync(file, "in", Stop);
        held.Dispose();

        Assert.Equal("in", (string?)(await running)["stdout"]);
    }

    /// <summary>A number that no other process has among its arguments.</summary>
    private static string Seconds() => $"{100_000 + Random.Shared.Next(800_000)}";

    private static int Sleeping(string seconds) => Directory.EnumerateDirectories("/proc").Count(process => IsSleep(process, seconds));

    private static Task GoneAsync(string seconds) => RunnerStage.HoldsAsync(() => Sleeping(seconds) == 0);

    private static bool IsSleep(string process, string seconds)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")) == $"sleep\0{seconds}\0";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

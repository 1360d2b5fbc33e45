using System.Diagnostics;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Losses;

/// <summary>
/// A Codex that breaks in the middle of a turn: the task fails by name within ten seconds of the fact or of its limit (two
/// seconds here), and the next turn works.
/// </summary>
public sealed class BadTurnTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("die-in-line", "CODEX_DIED")]
    [InlineData("die-after-turn-start", "CODEX_DIED")]
    [InlineData("killed", "CODEX_DIED")]
    [InlineData("close-output", "CODEX_DIED")]
    [InlineData("garbage-for-ever", "CODEX_DIED")]
    [InlineData("long-line", "CODEX_DIED")]
    [InlineData("turn-start-silent", "CODEX_TIMEOUT")]
    [InlineData("turn-never-completes", "TURN_IDLE")]
    public async Task The_task_fails_by_name_and_the_next_turn_works(string fault, string code)
    {
        // A service of its own: one that saw Codex die many times in a row waits longer and longer before it starts the next.
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?>
            {
                ["Codex__Executable"] = Places.FakeCodex,
                ["Codex__MaxLineBytes"] = "1048576",
                ["Codex__RequestTimeout"] = "00:00:02",
                ["Runner__IdleTimeout"] = "00:00:02",
                ["Runner__StopTimeout"] = "00:00:02",
            },
            cancellationToken: Token);
        var started = Stopwatch.GetTimestamp();

        var failed = await stage.Client.SendAsync(A2AHttp.Message($"fault: {fault}", "ctx-bad"), Token);

        Assert.Equal(TaskState.Failed, failed.Status.State);
        Assert.Equal(code, failed.Metadata!["codex"]!["error"]!["code"]!.GetValue<string>());
        Assert.NotEmpty(failed.Status.Message!.Parts[0].Text!);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(12), $"It took {Stopwatch.GetElapsedTime(started)}.");
        var next = await stage.Client.SendAsync(A2AHttp.Message("hello", "ctx-bad"), Token);
        Assert.True(next.Status.State == TaskState.Completed, $"{next.Metadata}\n{stage.Service.Output}");
    }
}

/// <summary>A Codex that cannot be used at all: every turn says why and what to do, and the service lives.</summary>
public sealed class UnusableCodexTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Codex__Executable", "no-such-codex", "CODEX_MISSING")]
    [InlineData("Codex__Config__fake.fault", "\"exit-at-once\"", "CODEX_FAILED_TO_START")]
    [InlineData("Codex__Config__fake.fault", "\"initialize-silent\"", "CODEX_TIMEOUT")]
    [InlineData("Codex__Config__fake.fault", "\"not-logged-in\"", "CODEX_NOT_LOGGED_IN")]
    [InlineData("Codex__SupportedVersions", ">=0.170.0", "CODEX_VERSION_UNSUPPORTED")]
    public async Task A_turn_fails_by_name_and_readiness_says_no(string setting, string value, string code)
    {
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?>
            {
                ["Codex__Executable"] = Places.FakeCodex,
                ["Codex__InitializeTimeout"] = "00:00:02",
                [setting] = value,
            },
            cancellationToken: Token);

        var failed = await stage.Client.SendAsync(A2AHttp.Message("hello"), Token);
        using var ready = await stage.Client.Http.GetAsync("ready", Token);
        using var alive = await stage.Client.Http.GetAsync("alive", Token);

        Assert.Equal(TaskState.Failed, failed.Status.State);
        Assert.True(failed.Metadata!["codex"]!["error"]!["code"]!.GetValue<string>() == code, $"{failed.Metadata}\n{stage.Service.Output}");
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.OK, alive.StatusCode);
    }
}

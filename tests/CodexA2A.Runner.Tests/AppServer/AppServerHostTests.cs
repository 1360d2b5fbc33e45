using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class AppServerHostTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ready_process_shows_in_the_health()
    {
        await using var codex = await TestCodex.StartAsync();
        var client = await codex.Host.GetAsync(Cancelled);
        var health = codex.Host.Health;
        Assert.True(health.Ready);
        Assert.Equal(("0.169.0", client.Generation, client.Pid, 1), (health.Version, health.Generation, health.Pid!.Value, health.Processes));
        Assert.Same(client, codex.Host.Find(client.Generation));
        Assert.Same(client, await codex.Host.GetAsync(Cancelled));
    }

    [Fact]
    public async Task A_missing_executable_is_told_and_works_once_it_is_there()
    {
        var path = Path.Combine(Path.GetTempPath(), $"codex-{Guid.NewGuid():N}");
        try
        {
            await using var codex = await TestCodex.StartAsync(configure: options => options.Executable = path);
            var error = await Assert.ThrowsAsync<CodexUnavailableException>(async () => await codex.Host.GetAsync(Cancelled));
            Assert.Equal(CodexUnavailableReason.Missing, error.Reason);
            Assert.Contains("Codex:Executable", error.Fix, StringComparison.Ordinal);
            Assert.Equal(CodexUnavailableReason.Missing, codex.Host.Health.Reason);
            File.CreateSymbolicLink(path, TestCodex.FakePath);
            Assert.NotNull(await GetWhenReadyAsync(codex));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("0.168.2", false, false)]
    [InlineData("0.170.0", false, false)]
    [InlineData("0.170.0", true, true)]
    [InlineData("0.169.5", false, true)]
    public async Task The_version_decides(string version, bool allowed, bool works)
    {
        await using var codex = await TestCodex.StartAsync(configure: options =>
        {
            options.Config["fake.version"] = version;
            options.AllowUnsupportedVersion = allowed;
        });
        if (works)
        {
            Assert.Equal(version, (await codex.Host.GetAsync(Cancelled)).Version);
            return;
        }

        var error = await Assert.ThrowsAsync<CodexUnavailableException>(async () => await codex.Host.GetAsync(Cancelled));
        Assert.Equal(CodexUnavailableReason.UnsupportedVersion, error.Reason);
        Assert.Contains(version, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_each_try_meets_again_is_logged_once_and_without_a_stack_trace()
    {
        await using var codex = TestCodex.Create(configure: options => options.Executable = "/nonexistent/codex");
        codex.Host.FirstPause = codex.Host.LongestPause = TimeSpan.FromMilliseconds(50);
        await codex.Host.StartAsync(Cancelled);
        // Each call waits for a try of its own.
        for (var tries = 0; tries < 3; tries++)
            await Assert.ThrowsAsync<CodexUnavailableException>(async () => await codex.Host.GetAsync(Cancelled));
        Assert.Single(codex.Log.Text.Split('\n'), line => line.Contains("named by Codex:Executable was not found", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", codex.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_login_it_runs_but_takes_no_work_until_somebody_logs_in()
    {
        await using var codex = await TestCodex.StartAsync("not-logged-in");
        var error = await Assert.ThrowsAsync<CodexUnavailableException>(async () => await codex.Host.GetAsync(Cancelled));
        Assert.Equal(CodexUnavailableReason.NotLoggedIn, error.Reason);
        Assert.Contains("codex-a2a doctor", error.Fix, StringComparison.Ordinal);
        var health = codex.Host.Health;
        Assert.Equal((false, 1, CodexUnavailableReason.NotLoggedIn), (health.Ready, health.Processes, health.Reason!.Value));

        await File.WriteAllTextAsync(Path.Combine(codex.Options.Home!, "auth.json"), "{}", Cancelled);
        Assert.NotEqual(health.Generation, (await codex.Host.GetAsync(Cancelled)).Generation);
        Assert.True(codex.Host.Health.Ready);
    }

    [Fact]
    public async Task A_codex_that_ends_at_once_tells_what_it_said()
    {
        await using var codex = await TestCodex.StartAsync("exit-at-once", options =>
        {
            options.Config["fake.exit_code"] = "3";
            options.Config["fake.stderr"] = "\u001b[31merror\u001b[0m: config.toml is broken";
        });
        var error = await Assert.ThrowsAsync<CodexUnavailableException>(async () => await codex.Host.GetAsync(Cancelled));
        Assert.Equal(CodexUnavailableReason.FailedToStart, error.Reason);
        Assert.Contains("exit code 3", error.Message, StringComparison.Ordinal);
        Assert.Equal("Codex said: error: config.toml is broken", error.Fix);
    }

    [Theory]
    [InlineData("initialize-silent", nameof(CodexUnavailableReason.TimedOut))]
    [InlineData("initialize-error", nameof(CodexUnavailableReason.FailedToStart))]
    public async Task A_codex_that_does_not_get_ready_is_given_up(string fault, string reason)
    {
        await using var codex = await TestCodex.StartAsync(fault, options => options.InitializeTimeout = TimeSpan.FromMilliseconds(fault == "initialize-silent" ? 500 : 30_000));
        var error = await Assert.ThrowsAsync<CodexUnavailableException>(async () => await codex.Host.GetAsync(Cancelled));
        Assert.Equal(reason, error.Reason.ToString());
        Assert.Empty(codex.Host.Clients);
    }

    [Fact]
    public async Task A_program_that_is_no_codex_is_given_up()
    {
        await using var codex = await TestCodex.StartAsync(configure: options => options.Executable = "/bin/true");
        Assert.Equal(CodexUnavailableReason.FailedToStart,
            (await Assert.ThrowsAsync<CodexUnavailableException>(async () => await codex.Host.GetAsync(Cancelled))).Reason);
    }

    [Fact]
    public async Task While_the_next_try_is_far_the_last_failure_is_told_at_once()
    {
        await using var codex = TestCodex.Create("exit-at-once");
        codex.Host.FirstPause = codex.Host.LongestPause = TimeSpan.FromHours(1);
        await codex.Host.StartAsync(Cancelled);
        var first = await Assert.ThrowsAsync<CodexUnavailableException>(async () => await codex.Host.GetAsync(Cancelled));
        Assert.Same(first, await Assert.ThrowsAsync<CodexUnavailableException>(async () => await codex.Host.GetAsync(Cancelled)));
    }

    [Fact]
    public void Pauses_grow_up_to_a_limit_with_chance_in_them()
    {
        var first = TimeSpan.FromSeconds(0.5);
        var most = TimeSpan.FromSeconds(30);
        Assert.Equal([0.25, 0.5, 1, 2, 15], new[] { 0, 1, 2, 3, 99 }.Select(attempt => Backoff.Jittered(attempt, first, most, 0).TotalSeconds));
        Assert.Equal([0.5, 1, 2, 4, 30], new[] { 0, 1, 2, 3, 99 }.Select(attempt => Backoff.Jittered(attempt, first, most, 1).TotalSeconds));
        Assert.InRange(Backoff.Jittered(3, first, most).TotalSeconds, 2, 4);
    }

    [Fact]
    public async Task Too_many_threads_bring_a_fresh_process_and_the_old_one_ends_when_it_is_free()
    {
        await using var codex = await TestCodex.StartAsync(configure: options => options.MaxLoadedThreads = 2);
        var old = await codex.Host.GetAsync(Cancelled);
        await using var first = await TurnDriver.StartAsync(old);
        await using var second = await TurnDriver.StartAsync(old);
        var fresh = await codex.Host.GetAsync(Cancelled);
        Assert.NotEqual(old.Generation, fresh.Generation);
        Assert.True(old.IsDraining);
        Assert.Same(old, codex.Host.Find(old.Generation));

        // Its threads go on meanwhile.
        Assert.IsType<TurnCompletedNotification>((await first.RunAsync("hi"))[^1]);
        await first.DisposeAsync();
        await second.DisposeAsync();
        Assert.Equal(DeathReason.Stopped, (await old.Ended.WaitAsync(Cancelled)).Reason);
        Assert.False(fresh.Ended.IsCompleted);
    }

    [Fact]
    public async Task Unsubscribing_a_thread_makes_room()
    {
        await using var codex = await TestCodex.StartAsync(configure: options => options.MaxLoadedThreads = 2);
        var client = await codex.Host.GetAsync(Cancelled);
        for (var i = 0; i < 5; i++)
        {
            Assert.Same(client, await codex.Host.GetAsync(Cancelled));
            await using var turn = await TurnDriver.StartAsync(client);
            await client.UnsubscribeThreadAsync(turn.ThreadId, Cancelled);
        }

        Assert.Equal(0, client.LoadedThreadCount);
    }

    [Fact]
    public async Task Too_much_memory_brings_a_fresh_process()
    {
        await using var codex = await TestCodex.StartAsync(configure: options => options.MaxResidentMegabytes = 1);
        var first = await codex.Host.GetAsync(Cancelled);
        Assert.NotEqual(first.Generation, (await codex.Host.GetAsync(Cancelled)).Generation);
    }

    [Fact]
    public async Task Every_thread_is_started_with_keys_kept_from_the_shell()
    {
        await using var codex = await TestCodex.StartAsync();
        await using var turn = await TurnDriver.StartAsync(await codex.Host.GetAsync(Cancelled));
        var said = (await turn.RunAsync("config")).OfType<ItemCompletedNotification>().Select(done => done.Item).OfType<AgentMessageItem>().Single();
        Assert.Equal("""{"shell_environment_policy.ignore_default_excludes":false}""", said.Text);
    }

    [Fact]
    public async Task After_the_end_nothing_is_given_out()
    {
        await using var codex = await TestCodex.StartAsync();
        var client = await codex.Host.GetAsync(Cancelled);
        await codex.Host.StopAsync(Cancelled);
        Assert.Equal(DeathReason.Stopped, (await client.Ended).Reason);
        Assert.Equal(CodexUnavailableReason.Recycling,
            (await Assert.ThrowsAsync<CodexUnavailableException>(async () => await codex.Host.GetAsync(Cancelled))).Reason);
        Assert.Empty(codex.Host.Clients);
    }

    [Fact]
    public async Task An_old_policy_name_is_read_with_a_warning()
    {
        await using var codex = await TestCodex.StartAsync("print-environment", options => options.ApprovalPolicy = "on-failure");
        var client = await codex.Host.GetAsync(Cancelled);
        await codex.Host.StopAsync(Cancelled);
        Assert.Contains("arg approval_policy=\"on-request\"", (await client.Ended).StderrTail);
        Assert.Contains("on-failure", codex.Log.Text, StringComparison.Ordinal);
    }

    private static async Task<AppServerClient> GetWhenReadyAsync(TestCodex codex)
    {
        while (true)
        {
            try
            {
                return await codex.Host.GetAsync(Cancelled);
            }
            catch (CodexUnavailableException)
            {
                Cancelled.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
    }
}

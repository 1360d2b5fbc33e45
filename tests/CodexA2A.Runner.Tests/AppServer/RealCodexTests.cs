using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>The real, pinned Codex; its model provider is an address where nobody listens.</summary>
public sealed class RealCodexTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_starts_and_keeps_threads_as_we_think_it_does()
    {
        await using var codex = await StartAsync();
        var client = await codex.Host.GetAsync(Cancelled);
        Assert.Equal("0.169.0", client.Version);
        Assert.Equal(codex.Options.Home, client.CodexHome);
        Assert.False((await client.ReadAccountAsync(Cancelled)).RequiresOpenaiAuth);
        Assert.NotNull((await client.ReadDiagnosticsAsync(Cancelled)).Process);
        Assert.True(ProcessMemory.ResidentBytes(client.Pid) > 10_000_000);

        var started = await client.StartThreadAsync(Parameters(codex), Cancelled);
        var id = started.Thread.Id;
        Assert.Equal(("nobody", "idle"), (started.ModelProvider, started.Thread.Status!.Type));
        Assert.Equal(7, Guid.Parse(id).Version);
        Assert.Equal([id], (await client.ListLoadedThreadsAsync(new ThreadLoadedListParams(), Cancelled)).Data);
        Assert.Empty((await client.ListBackgroundTerminalsAsync(id, Cancelled)).Data);
        var steer = await Assert.ThrowsAsync<AppServerRequestException>(() => client.SteerTurnAsync(new TurnSteerParams(id, "x", [new TextInput("hi")]), Cancelled));
        Assert.True(steer.IsNoActiveTurn, steer.Message);
    }

    [Fact]
    public async Task A_turn_without_a_provider_fails_and_the_thread_can_be_put_away_and_resumed()
    {
        await using var codex = await StartAsync();
        var client = await codex.Host.GetAsync(Cancelled);
        var turn = await TurnDriver.StartAsync(client, Parameters(codex));
        var messages = await turn.RunAsync("hi");
        var ended = Assert.IsType<TurnCompletedNotification>(messages[^1]).Turn;
        Assert.Equal(TurnStatuses.Failed, ended.Status);
        Assert.NotNull(ended.Error!.CodexErrorInfo);
        Assert.Contains(messages, message => message is ItemCompletedNotification { Item: UserMessageItem { ClientId: "s-1" } });
        Assert.DoesNotContain(messages, message => message is UnknownNotification);
        await turn.DisposeAsync();

        await client.UnsubscribeThreadAsync(turn.ThreadId, Cancelled);
        await UnloadedAsync(client, turn.ThreadId);
        var gone = await Assert.ThrowsAsync<AppServerRequestException>(() => client.StartTurnAsync(
            new TurnStartParams { ThreadId = turn.ThreadId, Input = [new TextInput("hi")] }, Cancelled));
        Assert.True(gone.IsThreadGone, gone.Message);
        Assert.Equal(turn.ThreadId, (await client.ResumeThreadAsync(new ThreadResumeParams { ThreadId = turn.ThreadId }, Cancelled)).Thread.Id);
        var items = await client.ListItemsAsync(new ThreadItemsListParams(turn.ThreadId), Cancelled);
        Assert.Equal("s-1", Assert.IsType<UserMessageItem>(items.Data[0].Item).ClientId);
        var turns = await client.ListTurnsAsync(new ThreadTurnsListParams(turn.ThreadId, ItemsView: "notLoaded"), Cancelled);
        Assert.Equal(TurnStatuses.Failed, Assert.Single(turns.Data).Status);

        await client.SetThreadNameAsync(turn.ThreadId, "named", Cancelled);
        await client.ArchiveThreadAsync(turn.ThreadId, Cancelled);
        var archived = await Assert.ThrowsAsync<AppServerRequestException>(() => client.ResumeThreadAsync(new ThreadResumeParams { ThreadId = turn.ThreadId }, Cancelled));
        Assert.True(archived.IsArchived, archived.Message);
        Assert.Equal(turn.ThreadId, (await client.UnarchiveThreadAsync(turn.ThreadId, Cancelled)).Id);
        Assert.Equal("named", (await client.ReadThreadAsync(turn.ThreadId, includeTurns: false, Cancelled)).Name);
    }

    [Fact]
    public async Task Errors_are_told_apart()
    {
        await using var codex = await StartAsync();
        await using var other = await StartAsync(options => options.Home = codex.Options.Home);
        var client = await codex.Host.GetAsync(Cancelled);
        var unknown = Guid.CreateVersion7().ToString();
        Assert.True((await Assert.ThrowsAsync<AppServerRequestException>(() => client.ResumeThreadAsync(new ThreadResumeParams { ThreadId = unknown }, Cancelled))).IsThreadGone);
        Assert.True((await Assert.ThrowsAsync<AppServerRequestException>(() => client.ReadThreadAsync(unknown, false, Cancelled))).IsThreadGone);

        await using var turn = await TurnDriver.StartAsync(client, Parameters(codex));
        await turn.RunAsync("hi");
        var second = await other.Host.GetAsync(Cancelled);
        var busy = await Assert.ThrowsAsync<AppServerRequestException>(() => second.ResumeThreadAsync(new ThreadResumeParams { ThreadId = turn.ThreadId }, Cancelled));
        Assert.True(busy.IsActiveWriter, busy.Message);
        await client.UnsubscribeThreadAsync(turn.ThreadId, Cancelled);
        await UnloadedAsync(client, turn.ThreadId);
        Assert.NotNull(await second.ResumeThreadAsync(new ThreadResumeParams { ThreadId = turn.ThreadId }, Cancelled));
    }

    [Fact]
    public async Task Without_credentials_it_says_so()
    {
        await using var codex = await TestCodex.StartAsync(configure: options => options.Executable = TestCodex.RealPath);
        Assert.Equal(CodexUnavailableReason.NotLoggedIn,
            (await Assert.ThrowsAsync<CodexUnavailableException>(async () => await codex.Host.GetAsync(Cancelled))).Reason);
        await File.WriteAllTextAsync(Path.Combine(codex.Options.Home!, "auth.json"), """{"auth_mode":"apikey","OPENAI_API_KEY":"sk-x"}""", Cancelled);
        Assert.NotNull(await codex.Host.GetAsync(Cancelled));
    }

    [Fact]
    public async Task A_provider_whose_key_is_missing_is_no_login()
    {
        await using var codex = await StartAsync(options => options.Config["model_providers.nobody.env_key"] = "\"CODEX_A2A_TEST_NO_SUCH_KEY\"");
        var error = await Assert.ThrowsAsync<CodexUnavailableException>(async () => await codex.Host.GetAsync(Cancelled));
        Assert.Equal(CodexUnavailableReason.NotLoggedIn, error.Reason);
        Assert.Contains("CODEX_A2A_TEST_NO_SUCH_KEY", error.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_its_configuration_lets_be_written_is_that_of_its_file_and_of_its_command_line()
    {
        await using var codex = TestCodex.Create(configure: options =>
        {
            Configure(options);
            options.SandboxMode = "workspace-write";
            options.Config["sandbox_workspace_write.exclude_tmpdir_env_var"] = "true";
        });
        await File.WriteAllTextAsync(Path.Combine(codex.Options.Home!, "config.toml"), "[sandbox_workspace_write]\nexclude_slash_tmp = true\n", Cancelled);
        await codex.Host.StartAsync(Cancelled);
        var policy = await new CommandSandbox(Options.Create(codex.Options)).OfAsync(await codex.Host.GetAsync(Cancelled), "/srv/space", null, Cancelled);
        Assert.Equal((true, true), policy is WorkspaceWritePolicy { WritableRoots: ["/srv/space"] } write ? (write.ExcludeTmpdirEnvVar, write.ExcludeSlashTmp) : default);
    }

    [Fact]
    public async Task It_ends_politely()
    {
        await using var codex = await StartAsync();
        var client = await codex.Host.GetAsync(Cancelled);
        await codex.Host.StopAsync(Cancelled);
        var certificate = await client.Ended;
        Assert.Equal((DeathReason.Stopped, 0), (certificate.Reason, certificate.ExitCode));
    }

    [Fact]
    public async Task What_it_dislikes_in_its_configuration_is_logged()
    {
        await using var codex = TestCodex.Create(configure: Configure);
        await File.WriteAllTextAsync(Path.Combine(codex.Options.Home!, "config.toml"), "this is = = no toml", Cancelled);
        await codex.Host.StartAsync(Cancelled);
        var client = await codex.Host.GetAsync(Cancelled);
        await client.ReadDiagnosticsAsync(Cancelled);
        Assert.Contains("Codex warns:", codex.Log.Text, StringComparison.Ordinal);
    }

    private static Task<TestCodex> StartAsync(Action<CodexOptions>? configure = null) => TestCodex.StartAsync(configure: options =>
    {
        Configure(options);
        configure?.Invoke(options);
    });

    internal static void Configure(CodexOptions options)
    {
        options.Executable = TestCodex.RealPath;
        options.Config["model_provider"] = "\"nobody\"";
        options.Config["model_providers.nobody.name"] = "\"nobody\"";
        options.Config["model_providers.nobody.base_url"] = "\"http://127.0.0.1:9/v1\"";
        options.Config["model_providers.nobody.wire_api"] = "\"responses\"";
        options.Config["model_providers.nobody.request_max_retries"] = "0";
        options.Config["model_providers.nobody.stream_max_retries"] = "0";
    }

    private static ThreadStartParams Parameters(TestCodex codex) => new()
    {
        Cwd = Directory.CreateDirectory(Path.Combine(codex.Root, "work")).FullName,
        ApprovalPolicy = "never",
        Sandbox = "danger-full-access",
        Model = "gpt-5.5",
    };

    private static async Task UnloadedAsync(AppServerClient client, string threadId)
    {
        while ((await client.ListLoadedThreadsAsync(new ThreadLoadedListParams(), Cancelled)).Data.Contains(threadId))
            Cancelled.ThrowIfCancellationRequested();
    }
}

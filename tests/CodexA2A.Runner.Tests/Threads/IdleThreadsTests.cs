using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Tests.AppServer;
using CodexA2A.Runner.Threads;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.Threads;

/// <summary>What stays in Codex's memory, and when a process is replaced.</summary>
public sealed class IdleThreadsTests
{
    [Fact]
    public async Task Idle_threads_beyond_three_quarters_hibernate_the_oldest_first_and_come_back()
    {
        await using var stage = await ThreadStage.StartAsync(codex: options => options.MaxLoadedThreads = 4);
        var client = await stage.ClientAsync();
        var threads = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            threads.Add(await stage.RunAsync());
        }

        Assert.Equal(threads[2..].Order(), (await ThreadStage.LoadedAsync(client, loaded => loaded.Count == 3)).Order());

        // It is still closing at the first try.
        await using var back = await stage.OpenAsync(threads[1]);
        Assert.Equal((ThreadOrigin.Resumed, client.Generation), (back.Origin, back.Client.Generation));
        await stage.RunAsync(back);
    }

    [Fact]
    public async Task New_turns_make_idle_threads_go_before_the_process_is_full()
    {
        await using var stage = await ThreadStage.StartAsync(codex: options => options.MaxLoadedThreads = 4);
        var client = await stage.ClientAsync();
        for (var i = 0; i < 3; i++)
        {
            await stage.RunAsync();
        }

        await using var first = await stage.OpenAsync();
        await ThreadStage.LoadedAsync(client, loaded => loaded.Count == 3);
        await using var second = await stage.OpenAsync();
        await ThreadStage.LoadedAsync(client, loaded => loaded.Count == 3);
        await using var third = await stage.OpenAsync();

        Assert.Equal(client.Generation, third.Client.Generation);
    }

    [Fact]
    public async Task Threads_started_ahead_replace_no_process_however_small_the_limit()
    {
        await using var stage = await ThreadStage.StartAsync(prestarted: 2, codex: options => options.MaxLoadedThreads = 1);
        var client = await stage.ClientAsync();
        for (var i = 0; i < 5; i++)
        {
            await ThreadStage.LoadedAsync(client, loaded => loaded.Count == 2);
            await stage.RunAsync();
            await ThreadStage.LoadedAsync(client, _ => client.UsedThreadCount == 0);
        }

        Assert.Equal([client], stage.Codex.Host.Clients);
        Assert.False(client.IsDraining);
    }

    [Fact]
    public async Task A_full_process_keeps_the_threads_it_has()
    {
        await using var stage = await ThreadStage.StartAsync(prestarted: 1, codex: options => options.MaxLoadedThreads = 2);
        var client = await stage.ClientAsync();
        var id = await stage.RunAsync();
        await using var busy = await stage.OpenAsync();
        await using var own = await stage.OpenAsync(id);
        Assert.Equal(client.Generation, own.Client.Generation);
        Assert.False(client.IsDraining);

        await using var other = await stage.OpenAsync();
        Assert.NotEqual(client.Generation, other.Client.Generation);
    }

    [Fact]
    public async Task A_process_full_of_idle_threads_takes_a_burst_of_turns()
    {
        await using var stage = await ThreadStage.StartAsync(codex: options => options.MaxLoadedThreads = 8);
        var client = await stage.ClientAsync();
        for (var i = 0; i < 6; i++)
        {
            await stage.RunAsync();
        }

        var burst = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stage.OpenAsync()));

        Assert.All(burst, thread => Assert.Equal(client.Generation, thread.Client.Generation));
        foreach (var thread in burst)
        {
            await thread.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_process_that_takes_too_much_memory_gets_no_threads_ahead_and_is_not_replaced_for_them()
    {
        await using var stage = await ThreadStage.StartAsync(codex: options => options.MaxResidentMegabytes = 1);

        Assert.Null(await stage.Codex.Host.GetAheadAsync(TestContext.Current.CancellationToken));

        Assert.False(Assert.Single(stage.Codex.Host.Clients).IsDraining);
    }

    [Fact]
    public async Task An_idle_thread_of_a_process_that_is_being_replaced_does_not_keep_the_others_in_memory()
    {
        await using var stage = await ThreadStage.StartAsync(codex: options => options.MaxLoadedThreads = 4);
        var old = await stage.ClientAsync();
        await stage.RunAsync();
        await using var busy = await stage.OpenAsync();
        stage.Codex.Host.MarkDraining(old, "the test wants a fresh one");

        for (var i = 0; i < 5; i++)
        {
            await stage.RunAsync();
        }

        await ThreadStage.LoadedAsync(await stage.ClientAsync(), loaded => loaded.Count == 3);
        Assert.False(old.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_fault_while_threads_are_put_away_is_logged_and_it_goes_on()
    {
        await using var codex = await TestCodex.StartAsync(configure: options => options.MaxLoadedThreads = 1);
        var client = await codex.Host.GetAsync(TestContext.Current.CancellationToken);
        using var idle = new IdleThreads(new BrokenOnce(codex.Options), TimeProvider.System, codex.Get<ILogger<IdleThreads>>());
        await idle.StartAsync(TestContext.Current.CancellationToken);

        idle.Give(client, await StartAsync(client));
        await codex.LoggedAsync("failed unexpectedly; it goes on");
        idle.Give(client, await StartAsync(client));

        await ThreadStage.LoadedAsync(client, loaded => loaded.Count == 0);
        await idle.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_fault_while_threads_are_started_ahead_is_logged_and_it_goes_on()
    {
        var time = new FakeTimeProvider();
        RunnerOptions settings = null!;
        await using var stage = await ThreadStage.StartAsync(prestarted: 1, prestartTime: time, runner: options => (settings = options).WorkspaceRoot = "\0");
        await stage.Codex.LoggedAsync("failed unexpectedly; it goes on");

        settings.WorkspaceRoot = stage.Codex.Root;

        await ThreadStage.LoadedAsync(await stage.ClientAsync(), loaded =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return loaded.Count == 1;
        });
    }

    private static async Task<string> StartAsync(AppServerClient client) =>
        (await client.StartThreadAsync(new() { Cwd = "/" }, TestContext.Current.CancellationToken)).Thread.Id;

    private sealed class BrokenOnce(CodexOptions options) : IOptions<CodexOptions>
    {
        private int _asked;

        public CodexOptions Value => Interlocked.Increment(ref _asked) == 1 ? throw new InvalidOperationException("broken") : options;
    }

    [Fact]
    public async Task The_threads_of_a_process_that_is_gone_are_forgotten()
    {
        await using var stage = await ThreadStage.StartAsync(prestarted: 2);
        var old = await stage.ClientAsync();
        await ThreadStage.LoadedAsync(old, loaded => loaded.Count == 2);
        stage.Codex.Host.MarkDraining(old, "the test wants a fresh one");

        await stage.RunAsync();

        var fresh = await stage.ClientAsync();
        await ThreadStage.LoadedAsync(fresh, loaded => loaded.Count == 3);
        Assert.NotEqual(old.Generation, fresh.Generation);
        Assert.IsType<DeathCertificate>(await old.Ended.WaitAsync(TestContext.Current.CancellationToken));
    }
}

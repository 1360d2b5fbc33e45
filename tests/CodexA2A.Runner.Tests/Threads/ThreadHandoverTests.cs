using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Threads;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodexA2A.Runner.Tests.Threads;

/// <summary>Another runner of the same home asks for a thread; that it gets one of the real Codex is shown end to end (RunnerFaultTests).</summary>
public sealed class ThreadHandoverTests
{
    [Fact]
    public async Task An_idle_thread_that_another_runner_asks_for_goes_and_the_others_stay()
    {
        await using var stage = await ThreadStage.StartAsync();
        var client = await stage.ClientAsync();
        var (kept, wanted) = (await stage.RunAsync(), await stage.RunAsync());
        using var other = Other(stage);

        other.Ask(wanted);

        Assert.Equal([kept], await ThreadStage.LoadedAsync(client, loaded => loaded.Count == 1));
    }

    [Fact]
    public async Task One_that_is_in_use_goes_when_it_is_asked_for_after_its_turn()
    {
        await using var stage = await ThreadStage.StartAsync();
        var client = await stage.ClientAsync();
        var used = await stage.RunAsync();
        var (idle, thread) = (await stage.RunAsync(), await stage.OpenAsync(used));
        using var other = Other(stage);

        // What was asked for later has gone: the first one was passed over.
        other.Ask(used);
        other.Ask(idle);
        Assert.Equal([used], await ThreadStage.LoadedAsync(client, loaded => loaded.Count == 1));
        await thread.DisposeAsync();
        other.Ask(used);

        Assert.Empty(await ThreadStage.LoadedAsync(client, loaded => loaded.Count == 0));
    }

    [Fact]
    public async Task One_of_a_process_that_is_being_replaced_and_has_a_turn_left_goes_too()
    {
        await using var stage = await ThreadStage.StartAsync();
        var client = await stage.ClientAsync();
        var idle = await stage.RunAsync();
        await using var busy = await stage.OpenAsync();
        stage.Codex.Host.MarkDraining(client, "test");
        using var other = Other(stage);

        other.Ask(idle);

        Assert.Equal([busy.ThreadId], await ThreadStage.LoadedAsync(client, loaded => loaded.Count == 1));
    }

    [Fact]
    public async Task Nothing_is_left_of_it_and_a_name_that_is_no_thread_is_no_file()
    {
        await using var stage = await ThreadStage.StartAsync();
        using var other = Other(stage);
        var folder = Path.Combine(stage.Codex.Options.Home!, "a2a-handover");

        other.Ask("../thread");
        other.Ask("thread-1");
        Assert.Equal("thread-1", Path.GetFileName(Assert.Single(Directory.EnumerateFileSystemEntries(folder))));
        Assert.False(File.Exists(Path.Combine(stage.Codex.Options.Home!, "thread")));
        other.Withdraw("thread-1");

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    private static ThreadHandover Other(ThreadStage stage) => new(
        new CodexHome(stage.Codex.Options.Home!, Own: false), new IdleThreads(Microsoft.Extensions.Options.Options.Create(stage.Codex.Options), TimeProvider.System, NullLogger<IdleThreads>.Instance),
        TimeProvider.System, NullLogger<ThreadHandover>.Instance);
}

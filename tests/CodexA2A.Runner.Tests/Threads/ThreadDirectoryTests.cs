using CodexA2A.Runner.Threads;

namespace CodexA2A.Runner.Tests.Threads;

/// <summary>Whose thread is where, and who may use it when.</summary>
public sealed class ThreadDirectoryTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thread_has_one_turn_at_a_time_whoever_asks()
    {
        await using var stage = await ThreadStage.StartAsync();
        var id = await stage.RunAsync();
        var binding = new CodexA2A.Tasks.SessionBinding(id, "home");
        var first = await stage.OpenAsync(id);
        Assert.Contains("conversation", stage.Directory.WaitsFor(binding, stage.Codex.Root), StringComparison.Ordinal);

        var second = stage.OpenAsync(id);
        await using (await stage.OpenAsync())
        {
            Assert.False(second.IsCompleted);
        }

        await stage.RunAsync(first);
        await first.DisposeAsync();
        await using var next = await second;
        await stage.RunAsync(next);
        Assert.Equal(ThreadOrigin.Loaded, next.Origin);
    }

    [Fact]
    public async Task A_new_thread_is_its_own_until_its_first_turn_has_ended()
    {
        await using var stage = await ThreadStage.StartAsync();
        var first = await stage.OpenAsync();
        var second = stage.OpenAsync(first.ThreadId, isExplicit: true);
        await stage.RunAsync(first);
        Assert.False(second.IsCompleted);

        await first.DisposeAsync();

        await using var next = await second;
        Assert.Equal(first.ThreadId, next.ThreadId);
    }

    [Fact]
    public async Task Who_waits_too_long_for_a_thread_is_told()
    {
        await using var stage = await ThreadStage.StartAsync(runner: options => options.QueueTimeout = TimeSpan.FromMilliseconds(50));
        await using var first = await stage.OpenAsync();

        var busy = await Assert.ThrowsAsync<ThreadUnusableException>(() => stage.OpenAsync(first.ThreadId));

        Assert.Equal(ThreadUnusableException.Busy, busy.Code);
    }

    [Fact]
    public async Task A_named_thread_that_is_gone_is_not_replaced_and_another_is()
    {
        await using var stage = await ThreadStage.StartAsync();
        var gone = Guid.CreateVersion7().ToString();

        var told = await Assert.ThrowsAsync<ThreadUnusableException>(() => stage.OpenAsync(gone, isExplicit: true));
        Assert.Equal(ThreadUnusableException.Gone, told.Code);

        await using var replaced = await stage.OpenAsync(gone);
        Assert.Equal(ThreadOrigin.Replaced, replaced.Origin);
    }

    [Fact]
    public async Task A_thread_goes_with_its_session_to_a_fresh_process()
    {
        await using var stage = await ThreadStage.StartAsync();
        var old = await stage.ClientAsync();
        var id = await stage.RunAsync();
        await using var busy = await stage.OpenAsync();
        stage.Codex.Host.MarkDraining(old, "the test wants a fresh one");

        // The fake keeps its threads in memory only: what matters is that the old process lets go and the fresh one is asked.
        await using var moved = await stage.OpenAsync(id);

        Assert.Equal((false, ThreadOrigin.Replaced), (old.IsLoaded(id), moved.Origin));
        Assert.NotEqual(old.Generation, moved.Client.Generation);
    }

    [Fact]
    public async Task A_new_thread_that_comes_too_late_is_put_away()
    {
        await using var stage = await ThreadStage.StartAsync("late-start");
        var client = await stage.ClientAsync();
        using var cancel = new CancellationTokenSource();
        var opening = stage.OpenAsync(cancellationToken: cancel.Token);
        await AskedAsync(client);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);

        // Each question of the test lets the fake answer what it held back.
        await ThreadStage.LoadedAsync(client, loaded => loaded.Count == 0 && stage.Late.Text.Contains("it is put away", StringComparison.Ordinal) && client.LoadedThreadCount == 0);
        Assert.Equal(0, client.SubscriptionCount);
    }

    [Fact]
    public async Task A_resumed_thread_that_comes_too_late_is_idle_and_can_be_used_again()
    {
        await using var stage = await ThreadStage.StartAsync("late-resume");
        var client = await stage.ClientAsync();
        var id = await stage.RunAsync();
        await client.UnsubscribeThreadAsync(id, Cancelled);
        using var cancel = new CancellationTokenSource();
        var opening = stage.OpenAsync(id, cancellationToken: cancel.Token);
        await AskedAsync(client);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);

        var again = stage.OpenAsync(id);
        await ThreadStage.LoadedAsync(client, _ => again.IsCompleted);

        await using var thread = await again;
        await stage.RunAsync(thread);
        Assert.Equal(1, client.UsedThreadCount);
    }

    [Fact]
    public async Task A_new_thread_that_got_no_turn_is_put_away_at_once()
    {
        await using var stage = await ThreadStage.StartAsync();
        var client = await stage.ClientAsync();
        var thread = await stage.OpenAsync();

        await thread.DisposeAsync();

        Assert.Empty(await ThreadStage.LoadedAsync(client, loaded => loaded.Count == 0));
    }

    private static async Task AskedAsync(CodexA2A.Runner.AppServer.AppServerClient client)
    {
        while (client.InFlight == 0)
        {
            Cancelled.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}

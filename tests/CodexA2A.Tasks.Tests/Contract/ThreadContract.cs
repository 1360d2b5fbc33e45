namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>Which session has a thread, and how a session gets one that its caller names (contracts.md §1).</summary>
public abstract class ThreadContract : SeamContract
{
    private static readonly SessionBinding Bound = new("thread-1", "home-1");

    [Fact]
    public async Task A_thread_is_found_by_its_owner_with_its_session()
    {
        var turn = await BindAsync("ctx", Bound);

        var found = await Queue.FindThreadAsync(Alice, "thread-1", Stop);

        Assert.Equal(new ThreadSession(turn.Lease.Session, "ctx", Bound), found);
        Assert.Null(await Queue.FindThreadAsync(Alice, "thread-2", Stop));
        Assert.Null(await Queue.FindThreadAsync(Bob, "thread-1", Stop));
        Assert.Null(await Queue.FindThreadAsync(new Owner("tenant", "alice"), "thread-1", Stop));
    }

    [Fact]
    public async Task The_sessions_of_all_partitions_are_found()
    {
        var partitions = new HashSet<int>();
        for (var i = 0; i < 20; i++)
        {
            var turn = await BindAsync($"ctx-{i}", new SessionBinding($"thread-{i}", "home-1"));
            partitions.Add(turn.Lease.Session.Partition(Queue.Partitions));
        }

        Assert.True(partitions.Count > 3);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal($"ctx-{i}", (await Queue.FindThreadAsync(Alice, $"thread-{i}", Stop))?.ContextId);
        }
    }

    [Fact]
    public async Task It_is_found_after_a_restart_and_gone_with_its_session()
    {
        await BindAsync("ctx", Bound);
        await Seam.ReopenAsync();
        Assert.Equal(Bound, (await Queue.FindThreadAsync(Alice, "thread-1", Stop))?.Binding);

        await Seam.AdvanceAsync(Options.SessionRetention + TimeSpan.FromHours(1));
        await Queue.SweepAsync(Stop);
        await Queue.SweepAsync(Stop);

        Assert.Null(await Queue.FindThreadAsync(Alice, "thread-1", Stop));
    }

    [Fact]
    public async Task A_thread_that_took_the_place_of_another_is_found_and_that_one_is_not()
    {
        await BindAsync("ctx", Bound);
        await BindAsync("ctx", Bound with { ThreadId = "thread-2" });

        Assert.Null(await Queue.FindThreadAsync(Alice, "thread-1", Stop));
        Assert.Equal("ctx", (await Queue.FindThreadAsync(Alice, "thread-2", Stop))?.ContextId);
    }

    [Fact]
    public async Task Of_several_sessions_the_one_used_last_is_found()
    {
        await BindAsync("first", Bound);
        await Seam.AdvanceAsync(TimeSpan.FromSeconds(1));
        await BindAsync("second", Bound with { Explicit = true });
        Assert.Equal("second", (await Queue.FindThreadAsync(Alice, "thread-1", Stop))?.ContextId);

        await Seam.AdvanceAsync(TimeSpan.FromSeconds(1));
        await RunAsync("first");

        Assert.Equal("first", (await Queue.FindThreadAsync(Alice, "thread-1", Stop))?.ContextId);
    }

    [Fact]
    public async Task A_new_session_is_bound_to_the_thread_that_its_turn_names_and_goes_to_a_runner_of_its_home()
    {
        var named = new SessionBinding("thread-1", "home-2", Explicit: true);
        await Queue.TryClaimAsync(new RunnerIdentity("runner-3", "home-2"), Stop);
        await SubmitAsync("ctx", named);

        Assert.Null(await Queue.TryClaimAsync(Runner1, Stop));
        var lease = await ClaimAsync(new RunnerIdentity("runner-3", "home-2"));

        Assert.Equal(named, lease.Binding);
        Assert.Equal(named, Assert.IsType<RunTurn>((await Queue.GetCommandAsync(lease, lease.Cursor + 1, Stop))?.Command).Binding);
        Assert.Equal("ctx", (await Queue.FindThreadAsync(Alice, "thread-1", Stop))?.ContextId);
    }

    [Fact]
    public async Task A_session_with_a_thread_or_a_turn_keeps_it_until_the_turn_that_names_another_runs()
    {
        var named = new SessionBinding("thread-2", "home-1", Explicit: true);
        await BindAsync("bound", Bound);
        await SubmitAsync("bound", named);
        Assert.Equal(Bound, (await ClaimAsync()).Binding);

        await SubmitAsync("busy");
        await SubmitAsync("busy", named);
        Assert.Null((await ClaimAsync()).Binding);
        Assert.Null(await Queue.FindThreadAsync(Alice, "thread-2", Stop));
    }

    [Fact]
    public async Task An_owners_sessions_are_listed_the_one_used_last_first_page_by_page()
    {
        for (var i = 0; i < 5; i++)
        {
            await BindAsync($"ctx-{i}", new SessionBinding($"thread-{i}", "home-1"));
            await Seam.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        await RunAsync("unbound");
        Assert.True(await Queue.BindAsync(Bob, "ctx-0", Bound, Stop));
        await RunAsync("ctx-1");

        var all = new List<string>();
        ThreadCursor? after = null;
        do
        {
            var page = await Queue.ListThreadsAsync(Alice, after, 2, Stop);
            Assert.InRange(page.Threads.Count, 1, 2);
            Assert.All(page.Threads, thread => Assert.Equal(thread, new ThreadSession(
                SessionId.Create(Alice, thread.ContextId), thread.ContextId, new SessionBinding("thread-" + thread.ContextId[4..], "home-1"))));
            all.AddRange(page.Threads.Select(thread => thread.ContextId));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(["ctx-1", "ctx-4", "ctx-3", "ctx-2", "ctx-0"], all);
        Assert.Equal("ctx-0", Assert.Single((await Queue.ListThreadsAsync(Bob, null, 100, Stop)).Threads).ContextId);
    }

    [Fact]
    public async Task Sessions_used_in_the_same_moment_are_each_listed_once()
    {
        for (var i = 0; i < 7; i++)
        {
            Assert.True(await Queue.BindAsync(Alice, $"ctx-{i}", new SessionBinding($"thread-{i}", "home-1"), Stop));
        }

        var all = new List<string>();
        ThreadCursor? after = null;
        do
        {
            var page = await Queue.ListThreadsAsync(Alice, after, 3, Stop);
            all.AddRange(page.Threads.Select(thread => thread.ContextId));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"ctx-{i}"), all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_session_is_bound_without_a_turn_once_and_its_first_turn_goes_on_with_the_thread()
    {
        Assert.True(await Queue.BindAsync(Alice, "ctx", Bound, Stop));
        Assert.False(await Queue.BindAsync(Alice, "ctx", Bound with { ThreadId = "thread-2" }, Stop));
        Assert.Null(await Queue.TryClaimAsync(Runner1, Stop));

        await Seam.ReopenAsync();
        Assert.Equal(new ThreadSession(SessionId.Create(Alice, "ctx"), "ctx", Bound), await Queue.FindThreadAsync(Alice, "thread-1", Stop));
        Assert.Null(await Queue.FindThreadAsync(Alice, "thread-2", Stop));

        var turn = await BeginAsync("ctx");
        Assert.Equal(Bound, turn.Lease.Binding);
        Assert.False(await Queue.BindAsync(Alice, "ctx", Bound, Stop));
    }

    private async Task<Turn> BindAsync(string context, SessionBinding binding)
    {
        var turn = await BeginAsync(context);
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Binding = binding });
        await CompleteAsync(turn);
        Assert.True(await Queue.ReleaseAsync(turn.Lease, drain: false, Stop));
        return turn;
    }

    private async Task SubmitAsync(string context, SessionBinding named)
    {
        var submission = Submission(context);
        var outcome = await Queue.SubmitAsync(submission with { Command = submission.Command with { Binding = named } }, Stop);
        Assert.Equal(SubmitStatus.Accepted, outcome.Status);
    }
}

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

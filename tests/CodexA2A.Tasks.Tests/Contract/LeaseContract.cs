namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>Claiming, keeping, losing and giving back sessions.</summary>
public abstract class LeaseContract : SeamContract
{
    [Fact]
    public async Task A_session_with_work_is_claimed_once()
    {
        await SubmitAsync();

        var lease = await ClaimAsync();

        Assert.Equal((SessionId.Create(Alice, "ctx"), Alice, "ctx", "runner-1"), (lease.Session, lease.Owner, lease.ContextId, lease.RunnerId));
        Assert.Equal((0L, null, 0, null), (lease.Cursor, lease.Begun, lease.Takeovers, lease.Binding));
        Assert.True(lease.Epoch >= Seam.Time.GetUtcNow().ToUnixTimeMilliseconds() - 1000);
        Assert.Null(await Queue.TryClaimAsync(Runner2, Stop));
        Assert.Null(await Queue.TryClaimAsync(Runner1, Stop));
    }

    [Fact]
    public async Task Sessions_are_claimed_in_the_order_in_which_their_work_came()
    {
        foreach (var context in (string[])["a", "b", "c"])
        {
            await SubmitAsync(context);
        }

        Assert.Equal("a", (await ClaimAsync()).ContextId);
        Assert.Equal("b", (await ClaimAsync()).ContextId);
        Assert.Equal("c", (await ClaimAsync()).ContextId);
        Assert.Null(await Queue.TryClaimAsync(Runner1, Stop));
    }

    [Fact]
    public async Task Many_runners_share_the_sessions_without_overlap()
    {
        for (var i = 0; i < 30; i++)
        {
            await SubmitAsync("ctx-" + i);
        }

        var leases = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => Queue.TryClaimAsync(new RunnerIdentity("runner-" + (i % 4), "home-1"), Stop).AsTask()));

        Assert.Equal(30, leases.Count(lease => lease is not null));
        Assert.Equal(30, leases.OfType<SessionLease>().Select(lease => lease.Session).Distinct().Count());
    }

    [Fact]
    public async Task A_renewed_lease_lives_and_one_that_is_not_runs_out()
    {
        var turn = await BeginAsync();
        for (var i = 0; i < 6; i++)
        {
            await Seam.AdvanceAsync(Options.LeaseTime / 2);
            var renewed = await Queue.RenewAsync(Runner1, [turn.Lease], Stop);
            Assert.Empty(renewed.Lost);
            Assert.Null(await Queue.TryClaimAsync(Runner2, Stop));
        }

        await Seam.AdvanceAsync(Options.LeaseTime);
        var taken = await ClaimAsync(Runner2);

        Assert.True(taken.Epoch > turn.Lease.Epoch);
        Assert.Equal([turn.Lease.Session], (await Queue.RenewAsync(Runner1, [turn.Lease], Stop)).Lost);
        Assert.Empty((await Queue.RenewAsync(Runner2, [taken], Stop)).Lost);
    }

    [Fact]
    public async Task A_late_renewal_counts_while_nobody_else_claimed()
    {
        var turn = await BeginAsync();
        await Seam.AdvanceAsync(Options.LeaseTime * 2);

        Assert.Empty((await Queue.RenewAsync(Runner1, [turn.Lease], Stop)).Lost);

        Assert.Null(await Queue.TryClaimAsync(Runner2, Stop));
    }

    [Fact]
    public async Task A_runner_that_slept_does_not_take_over_from_itself_before_it_let_go()
    {
        var turn = await BeginAsync();
        await Seam.AdvanceAsync(Options.LeaseTime * 2);
        Assert.Null(await Queue.TryClaimAsync(Runner1, Stop));
        Assert.Empty((await Queue.RenewAsync(Runner1, [turn.Lease], Stop)).Lost);
        await turn.Pen.WriteAsync(turn.Pen.Text("goes on"));

        await Seam.AdvanceAsync(Options.LeaseTime * 2);
        var waiting = Queue.WaitForWorkAsync(Runner1, Stop).AsTask();
        await Queue.RenewAsync(Runner1, [], Stop);
        await waiting;

        // It was slow and lives: the turn did not kill it. When that happens again and again it is taken for the turn.
        foreach (var takeovers in new[] { 0, 0, 0, 1, 2 })
        {
            var lease = await ClaimAsync(takeovers == 2 ? Runner2 : Runner1);
            Assert.Equal(((long?)turn.Command, takeovers), (lease.Begun, lease.Takeovers));
            await Seam.AdvanceAsync(Options.LeaseTime * 2);
            await Queue.RenewAsync(Runner1, [], Stop);
        }
    }

    [Fact]
    public async Task Leaving_a_live_lease_out_of_a_renewal_does_not_give_it_away()
    {
        var turn = await BeginAsync();
        await Queue.RenewAsync(Runner1, [], Stop);
        Assert.Null(await Queue.TryClaimAsync(Runner1, Stop));
        await turn.Pen.WriteAsync(turn.Pen.Text("goes on"));
    }

    [Fact]
    public async Task Renewing_names_sessions_with_commands_that_the_runner_was_not_told_of()
    {
        var turn = await BeginAsync();
        Assert.Equal([turn.Lease.Session], (await Queue.RenewAsync(Runner1, [turn.Lease], Stop)).Behind);
        await using (var commands = Queue.ReadCommandsAsync(turn.Lease, 0, Stop).GetAsyncEnumerator(Stop))
        {
            Assert.True(await commands.MoveNextAsync());
        }

        Assert.Empty((await Queue.RenewAsync(Runner1, [turn.Lease], Stop)).Behind);
        await SubmitAsync();
        Assert.Equal([turn.Lease.Session], (await Queue.RenewAsync(Runner1, [turn.Lease], Stop)).Behind);
    }

    [Fact]
    public async Task Commands_end_when_the_lease_is_lost()
    {
        var turn = await BeginAsync();
        await using var commands = Queue.ReadCommandsAsync(turn.Lease, turn.Command, Stop).GetAsyncEnumerator(Stop);
        var next = commands.MoveNextAsync().AsTask();
        await Seam.AdvanceAsync(Options.LeaseTime);
        await ClaimAsync(Runner2);

        // Where the hint of it is lost, on a busy machine, its reader looks by itself.
        Assert.False(await PassAsync(new ValueTask<bool>(next)));
        Assert.Null(await Queue.GetCommandAsync(turn.Lease, turn.Command, Stop));
        await using var again = Queue.ReadCommandsAsync(turn.Lease, 0, Stop).GetAsyncEnumerator(Stop);
        Assert.False(await again.MoveNextAsync());
    }

    [Fact]
    public async Task Commands_end_when_the_session_is_given_back()
    {
        var turn = await BeginAsync();
        await CompleteAsync(turn);
        await using var commands = Queue.ReadCommandsAsync(turn.Lease, turn.Command, Stop).GetAsyncEnumerator(Stop);
        var next = commands.MoveNextAsync().AsTask();

        Assert.True(await Queue.ReleaseAsync(turn.Lease, drain: false, Stop));

        // Where the hint of it is lost, on a busy machine, its reader looks by itself.
        Assert.False(await PassAsync(new ValueTask<bool>(next)));
        Assert.Null(await Queue.TryClaimAsync(Runner2, Stop));
    }

    [Fact]
    public async Task A_session_with_work_is_not_given_back_unless_drained()
    {
        var turn = await BeginAsync();
        Assert.False(await Queue.ReleaseAsync(turn.Lease, drain: false, Stop));
        Assert.Empty((await Queue.RenewAsync(Runner1, [turn.Lease], Stop)).Lost);

        Assert.True(await Queue.ReleaseAsync(turn.Lease, drain: true, Stop));

        Assert.True(await Queue.ReleaseAsync(turn.Lease, drain: true, Stop));
        var next = await ClaimAsync(Runner2);
        Assert.Equal(turn.Command, next.Begun);
    }

    [Fact]
    public async Task A_released_session_remembers_cursor_and_thread()
    {
        var turn = await BeginAsync();
        var binding = new SessionBinding("thread-1", "home-1", Explicit: true);
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Binding = binding });
        await CompleteAsync(turn);
        await Queue.ReleaseAsync(turn.Lease, drain: false, Stop);
        await SubmitAsync();

        var lease = await ClaimAsync(Runner2);

        Assert.Equal((1L, binding), (lease.Cursor, lease.Binding));
        Assert.True(lease.Epoch > turn.Lease.Epoch);
    }

    [Fact]
    public async Task Waiting_for_work_ends_with_the_work_or_the_safety_interval()
    {
        var waiting = Queue.WaitForWorkAsync(Runner1, Stop).AsTask();
        Assert.False(waiting.IsCompleted);
        await SubmitAsync();
        await waiting;
        // There is work: no wait.
        await Queue.WaitForWorkAsync(Runner1, Stop);
        var lease = await ClaimAsync();

        var idle = Queue.WaitForWorkAsync(Runner1, Stop).AsTask();
        // What is queued behind it shows that the wait has begun.
        Assert.Empty((await Queue.RenewAsync(Runner1, [lease], Stop)).Lost);
        while (!idle.IsCompleted)
        {
            await Seam.AdvanceAsync(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await idle;
    }

    [Fact]
    public async Task Waiting_for_work_ends_when_a_session_is_given_back_or_answered()
    {
        var turn = await BeginAsync();
        var waiting = Queue.WaitForWorkAsync(Runner2, Stop).AsTask();
        await Queue.ReleaseAsync(turn.Lease, drain: true, Stop);
        await waiting;
        Assert.NotNull(await Queue.TryClaimAsync(Runner2, Stop));
    }

    [Fact]
    public async Task A_session_of_another_home_is_given_away_only_when_that_home_is_gone()
    {
        var turn = await BeginAsync();
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Binding = new SessionBinding("thread-1", "home-1") });
        await Queue.ReleaseAsync(turn.Lease, drain: true, Stop);
        var stranger = new RunnerIdentity("runner-3", "home-2");

        Assert.Null(await Queue.TryClaimAsync(stranger, Stop));
        await Seam.AdvanceAsync(Options.HomeAbsence / 2);
        Assert.Null(await Queue.TryClaimAsync(stranger, Stop));
        await Queue.RenewAsync(Runner2, [], Stop);
        await Seam.AdvanceAsync(Options.HomeAbsence / 2);
        Assert.Null(await Queue.TryClaimAsync(stranger, Stop));
        await Seam.AdvanceAsync(Options.HomeAbsence / 2);

        var lease = await Queue.TryClaimAsync(stranger, Stop);

        Assert.Equal("home-1", lease?.Binding?.Home);
    }

    [Fact]
    public async Task The_home_gets_its_session_at_once()
    {
        var turn = await BeginAsync();
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Binding = new SessionBinding("thread-1", "home-1") });
        await Queue.ReleaseAsync(turn.Lease, drain: true, Stop);

        Assert.Equal("thread-1", (await ClaimAsync(Runner2)).Binding?.ThreadId);
    }
}

using CodexA2A.Tasks.Tests.Contract;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>The clock of Redis' host jumps: set by hand, corrected, or another host's after a failover.</summary>
public sealed class ClockTests(RedisServers servers) : SeamContract
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());

    [Fact]
    public async Task Set_back_by_an_hour_a_dead_runner_is_followed_within_a_lease_time()
    {
        var turn = await BeginAsync();
        Jump(-Hour);

        await Queue.SweepAsync(Stop);
        Assert.Null(await Queue.TryClaimAsync(Runner2, Stop));
        await Seam.AdvanceAsync(Options.LeaseTime);
        var taken = await ClaimAsync(Runner2);

        Assert.Equal((turn.Lease.Session, 1), (taken.Session, taken.Takeovers));
        Assert.True(taken.Epoch > turn.Lease.Epoch);
    }

    [Fact]
    public async Task Set_back_by_an_hour_a_runner_that_lives_keeps_its_session()
    {
        var turn = await BeginAsync();
        Jump(-Hour);

        await Queue.SweepAsync(Stop);
        await Seam.AdvanceAsync(Options.LeaseTime / 2);
        Assert.Empty((await Queue.RenewAsync(Runner1, [turn.Lease], Stop)).Lost);
        await Seam.AdvanceAsync(Options.LeaseTime * 0.9);

        Assert.Null(await Queue.TryClaimAsync(Runner2, Stop));
        await turn.Pen.WriteAsync(turn.Pen.Text("a"));
    }

    [Fact]
    public async Task A_runner_with_longer_leases_than_whoever_keeps_house_keeps_them()
    {
        var prefix = ((RedisFixture)Seam).Prefix;
        await using var patient = await SeamProcess.OpenAsync(await servers.SingleAsync(), prefix, new SeamOptions { LeaseTime = TimeSpan.FromMinutes(5) });
        await using var hasty = await SeamProcess.OpenAsync(await servers.SingleAsync(), prefix);
        var turn = await SharedTurn.BeginAsync(hasty.Queue, patient);
        var until = await UntilAsync(hasty, turn.Lease);

        await hasty.Queue.SweepAsync(Stop);

        Assert.Equal(until, await UntilAsync(hasty, turn.Lease));
        Assert.Empty((await patient.Queue.RenewAsync(SharedTurn.Runner1, [turn.Lease], Stop)).Lost);
        await hasty.Queue.SweepAsync(Stop);
        Assert.True(await UntilAsync(hasty, turn.Lease) >= until);
    }

    [Fact]
    public async Task Set_back_by_an_hour_a_home_that_is_gone_is_known_as_gone_after_its_absence()
    {
        var turn = await BeginAsync();
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Binding = new SessionBinding("thread-1", "home-1") });
        await Queue.ReleaseAsync(turn.Lease, drain: true, Stop);
        await Queue.RenewAsync(Runner1, [], Stop);
        var stranger = new RunnerIdentity("runner-3", "home-2");
        Jump(-Hour);

        Assert.Null(await Queue.TryClaimAsync(stranger, Stop));
        await Seam.AdvanceAsync(Options.HomeAbsence / 2);
        Assert.Null(await Queue.TryClaimAsync(stranger, Stop));
        await Seam.AdvanceAsync(Options.HomeAbsence / 2);

        Assert.Equal("home-1", (await ClaimAsync(stranger)).Binding?.Home);
    }

    [Fact]
    public async Task Ahead_and_back_again_no_epoch_is_given_twice_and_every_earlier_owner_is_fenced()
    {
        var first = await BeginAsync();
        Jump(Hour);
        // All leases have run out at once: the first one that looks takes the session.
        var second = await ClaimAsync(Runner2);
        Jump(-Hour);
        Assert.True(await Queue.ReleaseAsync(second, drain: true, Stop));
        var third = await ClaimAsync(Runner1);

        Assert.True(first.Lease.Epoch < second.Epoch && second.Epoch < third.Epoch);
        Assert.Equal(AppendStatus.Fenced, (await Log.AppendAsync(first.Lease, first.Pen.Next(first.Pen.Text("zombie")), Stop)).Status);
        var read = await ReadAsync(first.Id);
        var pen = new TaskPen(Seam, second, Fold(read), read.Last);
        Assert.Equal(AppendStatus.Fenced, (await Log.AppendAsync(second, pen.Next(pen.Text("zombie")), Stop)).Status);
        AssertDense((await ReadAsync(first.Id)).Tail, 3);
    }

    // The clock alone: nobody who waits is woken by it.
    private void Jump(TimeSpan by)
    {
        var clock = ((RedisFixture)Seam).FakeTime;
        clock.AdjustTime(clock.GetUtcNow() + by);
    }

    private static async Task<long> UntilAsync(SeamProcess process, SessionLease lease) =>
        (long)await process.Inner.Link.AskAsync(database => database.HashGetAsync(process.Inner.Keys.Session(lease.Session), "until"), Stop);
}

using System.Diagnostics;
using CodexA2A.Tasks.Redis;
using CodexA2A.Tasks.Tests.Contract;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Finding work among much that is not for this runner.</summary>
public sealed class ClaimTests(RedisServers servers) : SeamContract
{
    private const int Blocked = 40;

    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());

    [Fact]
    public async Task Sessions_of_an_absent_home_hide_nothing_and_cost_no_step_each()
    {
        var contexts = Enumerable.Range(0, int.MaxValue).Select(i => "ctx-" + i)
            .Where(context => SessionId.Create(Alice, context).Partition(Queue.Partitions) == 0).Take(Blocked + 1).ToArray();
        foreach (var context in contexts[..Blocked])
        {
            var submission = Submission(context);
            submission = submission with { Command = submission.Command with { Binding = new SessionBinding("thread-" + context, "away") } };
            await Queue.SubmitAsync(submission, Stop);
        }

        await SubmitAsync(contexts[^1]);
        Assert.Equal(1, await StepsAsync(async () => Assert.Equal(contexts[^1], (await ClaimAsync()).ContextId)));
        Assert.Null(await Queue.TryClaimAsync(Runner1, Stop));
        await Seam.AdvanceAsync(Options.HomeAbsence / 2);
        Assert.Null(await Queue.TryClaimAsync(Runner1, Stop));
        await Seam.AdvanceAsync(Options.HomeAbsence / 2);
        Assert.Equal("away", (await ClaimAsync()).Binding?.Home);
    }

    [Fact]
    public async Task Sessions_of_owners_that_it_does_not_serve_hide_nothing_and_cost_no_step_each()
    {
        var contexts = Enumerable.Range(0, int.MaxValue).Select(i => "ctx-" + i)
            .Where(context => SessionId.Create(Alice, context).Partition(Queue.Partitions) == 0).Take(150).ToArray();
        foreach (var context in contexts)
        {
            await SubmitAsync(context);
        }

        var his = Enumerable.Range(0, int.MaxValue).Select(i => "his-" + i).First(context => SessionId.Create(Bob, context).Partition(Queue.Partitions) == 0);
        await SubmitAsync(his, Bob);
        var served = Runner1 with { Serves = ServedOwners.AllBut([new("", "alice")]) };

        Assert.Equal(1, await StepsAsync(async () =>
        {
            Assert.Equal(his, (await ClaimAsync(served)).ContextId);
            Assert.Null(await Queue.TryClaimAsync(served, Stop));
        }));
    }

    [Fact]
    public async Task One_that_begins_to_be_there_under_a_claim_is_not_taken_before_its_owner_is_looked_at()
    {
        var seam = ((RedisFixture)Seam).Inner;
        var session = SessionId.Create(Alice, "new");
        await SubmitAsync("new");

        // Its owner was read before that.
        var reply = await seam.RunAsync(
            RedisScript.Claim, seam.Keys.OfSession(session, new Owner("", "")), Stop,
            session.Value, ClaimCall.NotThere, Runner1.RunnerId, Runner1.Home, (long)Options.LeaseTime.TotalMilliseconds, ClaimCall.NotThere, "0");

        Assert.Equal("CHANGED", reply.Code);
        Assert.Equal("new", (await ClaimAsync()).ContextId);
    }

    [Fact]
    public async Task After_the_whole_fleet_was_away_no_home_is_taken_for_gone_before_it_could_come_back()
    {
        var submission = Submission("of-away");
        await Queue.SubmitAsync(submission with { Command = submission.Command with { Binding = new SessionBinding("thread-1", "away") } }, Stop);
        Assert.Null(await Queue.TryClaimAsync(Runner1, Stop));

        await Seam.AdvanceAsync(Options.HomeAbsence * 3);

        Assert.Null(await Queue.TryClaimAsync(Runner1, Stop));
        await Seam.AdvanceAsync(Options.HomeAbsence / 2);
        Assert.Null(await Queue.TryClaimAsync(Runner1, Stop));
        await Seam.AdvanceAsync(Options.HomeAbsence / 2);
        Assert.Equal("away", (await ClaimAsync()).Binding?.Home);
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_found_though_hints_of_others_come_all_the_time()
    {
        var turn = await BeginAsync("dead");
        Assert.Null(await Queue.TryClaimAsync(Runner2, Stop));
        await Seam.AdvanceAsync(Options.LeaseTime - TimeSpan.FromMilliseconds(500));
        SessionLease? taken = null;
        for (var i = 0; taken?.ContextId != "dead"; i++)
        {
            Assert.InRange(i, 0, 10);
            var waiting = Queue.WaitForWorkAsync(Runner2, Stop).AsTask();
            await SubmitAsync("other-" + i);
            await waiting;
            taken = await Queue.TryClaimAsync(Runner2, Stop);
            await Seam.AdvanceAsync(TimeSpan.FromMilliseconds(400));
        }

        Assert.True(taken.Epoch > turn.Lease.Epoch);
    }

    /// <summary>How often a claim asked Redis to decide, in <paramref name="run"/>.</summary>
    private static async Task<int> StepsAsync(Func<Task> run)
    {
        var steps = 0;
        using var source = new ActivitySource("claim-tests");
        using var listener = new ActivityListener
        {
            ShouldListenTo = heard => heard.Name is SeamTelemetry.Name or "claim-tests",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => steps += activity.OperationName == RedisScript.Claim.Span && activity.Parent?.OperationName == "counted" ? 1 : 0,
        };
        ActivitySource.AddActivityListener(listener);
        using (source.StartActivity("counted"))
        {
            await run();
        }

        return steps;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using CodexA2A.Tasks.Rates;
using CodexA2A.Tasks.Redis;
using CodexA2A.Tasks.Tests.Contract;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Every script is declared as one that names its keys, is used, and stays in one slot: the server is a cluster.</summary>
public sealed class ScriptTests(RedisServers servers) : SeamContract
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.ClusterAsync());

    [Fact]
    public void Every_script_begins_with_the_line_that_makes_Redis_check_its_keys()
    {
        Assert.All(RedisScript.All, script => Assert.Matches("^#!lua( flags=(no-writes|allow-oom))?\n", script.Text));
        Assert.All(RedisScript.All, script => Assert.DoesNotContain("--+", script.Text, StringComparison.Ordinal));
        var resources = typeof(RedisScript).Assembly.GetManifestResourceNames().Where(name => !name.StartsWith("Parts/", StringComparison.Ordinal));
        Assert.Equal(resources.Order(StringComparer.Ordinal), RedisScript.All.Select(script => script.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_script_runs_in_a_cluster()
    {
        var run = new ConcurrentDictionary<string, bool>();
        using var source = new ActivitySource("script-tests");
        using var listener = new ActivityListener
        {
            ShouldListenTo = heard => heard.Name is "CodexA2A.Tasks" or "script-tests",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => run.TryAdd(activity.GetTagItem("db.stored_procedure.name") as string ?? "", true),
        };
        ActivitySource.AddActivityListener(listener);
        using var activity = source.StartActivity("test");

        Assert.True(await Queue.BindAsync(Alice, "forked", new SessionBinding("fork", "home-1"), Stop));
        await BeForgottenAsync();
        await LiveAsync();
        await DieAsync();

        Assert.Empty(RedisScript.All.Select(script => script.Name).Except(run.Keys));
    }

    private async Task LiveAsync()
    {
        var turn = await BeginAsync();
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, [])
        {
            Opened = [InterruptContract.Ask(turn, "q1", Seam.Time.GetUtcNow(), secret: true), InterruptContract.Ask(turn, "q2", Seam.Time.GetUtcNow())],
        });
        // With a binding it is a step, and has a span.
        await turn.Pen.StoreAsync(turn.Pen.Next(turn.Pen.Text("a")) with { Binding = new SessionBinding("thread", "home-1") });
        await Queue.SendAsync(new CancelTurn { TaskId = turn.Id, Owner = Alice }, Stop);
        await Queue.AnswerAsync(new AnswerSubmission(Alice, "q1", new InterruptReply { Decision = InterruptDecision.Deny }) { SubmitId = "key" }, Stop);
        Assert.NotNull(await Queue.GetCommandAsync(turn.Lease, turn.Command + 2, Stop));
        await Seam.Webhooks.PutAsync(Alice, turn.Id, new Webhook("h", "https://example.org") { Version = "1.0", CreatedAt = Seam.Time.GetUtcNow() }, Stop);
        var delivery = Assert.Single(await Seam.Webhooks.ClaimAsync(1, Hour, Stop));
        Assert.True(await Seam.Webhooks.SaveAsync(delivery, delivery.Progress, Hour, keep: true, Stop));
        Assert.True(await Seam.Webhooks.DeleteAsync(Alice, turn.Id, "h", Stop));
        Assert.True((await Seam.Rates.TakeAsync(Alice, Rate.PerMinute(60), Stop)).Taken);
        Assert.True((await Seam.Failures.FailAsync(new(FailureKind.Name, "alice"), Rate.PerMinute(60))).Taken);
        Assert.Single((await Log.ListAsync(Alice, new TaskListQuery(10), Stop)).Tasks);
        Assert.NotNull(await Log.CheckCursorAsync(Alice, turn.Id, turn.Pen.Last, Stop));
        Assert.True((await new LagCall(((RedisFixture)Seam).Inner).RunAsync(Hour, Stop)).Commands > 0);
        await Seam.AdvanceAsync(Hour);
        await Queue.RenewAsync(Runner1, [turn.Lease], Stop);
        await Queue.SweepAsync(Stop);
        // Behind the turn: a cancel, an answer, and the question that expired.
        await CompleteAsync(turn with { Command = turn.Command + 3 });
        Assert.True(await Queue.ReleaseAsync(turn.Lease, drain: false, Stop));
    }

    private async Task DieAsync()
    {
        var waits = await SubmitAsync("waits");
        Assert.Equal(SettleStatus.Settled, await Queue.SettleAsync(Alice, waits.Id, new TaskStatus { State = TaskState.Canceled }, Stop));
        var lost = await BeginAsync("lost");
        ((RedisFixture)Seam).FakeTime.AdjustTime(Seam.Time.GetUtcNow() - Hour);
        await Queue.SweepAsync(Stop);
        await Seam.AdvanceAsync(Hour);
        await Queue.RenewAsync(Runner1, [], Stop);
        await CompleteAsync(lost with { Pen = new TaskPen(Seam, await ClaimAsync(Runner2), Fold(await ReadAsync(lost.Id)), (await ReadAsync(lost.Id)).Last) });
        var fixture = (RedisFixture)Seam;
        await SubmitIds.TakeAsync(
            fixture.Inner, fixture.Inner.Keys.Submit(Alice, "given-up"), new SubmitUse(TaskIds.New(1, Seam.Time), "ctx", "", null, Done: false), null, Stop);
        Assert.Equal(SubmitStatus.Accepted, (await Queue.SubmitAsync(Submission("given-up", submitId: "given-up"), Stop)).Status);
        await Seam.AdvanceAsync(Options.SessionRetention + Hour);
        await Queue.SweepAsync(Stop);
        await Queue.SweepAsync(Stop);
    }

    private async Task BeForgottenAsync()
    {
        var ended = await RunAsync("forgotten");
        var asked = await Seam.Forgetting.AskAsync(Alice, "forgotten", null, Stop);
        var lease = await ClaimAsync();
        Assert.Equal(ended.Lease.Session, lease.Session);
        var request = new ForgetSession { TaskId = "", Owner = Alice, RequestId = asked.RequestId };
        Assert.Equal(ForgetOutcome.Gone, await Seam.Forgetting.ForgetAsync(lease, lease.Cursor + 1, request, ForgottenThreads.None, Stop));
    }
}

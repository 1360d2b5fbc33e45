using CodexA2A.Tasks.Redis;
using CodexA2A.Tasks.Tests.InProcess;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Rows of the fault table about clients, replicas of the Api and runners, on one Redis and by its own clock.</summary>
public sealed class FaultTableProcessTests(RedisServers servers) : ThreeProcesses(servers)
{
    [Fact]
    public async Task Runner_frozen_past_its_lease_comes_back()
    {
        var turn = await SharedTurn.BeginAsync(Api.Queue, Runner);
        SessionLease? taken;
        while ((taken = await Other.Queue.TryClaimAsync(SharedTurn.Runner2, Stop)) is null)
        {
            await Other.Queue.WaitForWorkAsync(SharedTurn.Runner2, Stop);
        }

        Assert.Equal((turn.Lease.Cursor + 1, 1), (taken.Begun, taken.Takeovers));
        Assert.True(taken.Epoch > turn.Lease.Epoch);
        Assert.Equal(AppendStatus.Fenced, (await Runner.Log.AppendAsync(turn.Lease, turn.Append(3, "zombie"), Stop)).Status);
        Assert.Equal([turn.Lease.Session], (await Runner.Queue.RenewAsync(SharedTurn.Runner1, [turn.Lease], Stop)).Lost);
        var next = turn with { Lease = taken };
        Assert.Equal(AppendStatus.Ok, (await Other.Log.AppendAsync(taken, next.End(4), Stop)).Status);
        var events = await DrainAsync(Api.Log, turn.Id, EventId.None);
        Assert.Equal([1L, 2, 3, 4], events.Select(entry => entry.Id.Seq));
        Assert.Equal(TaskEventKind.Marker, events[2].Kind);
    }

    [Fact]
    public async Task Client_sends_the_same_message_twice()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
        {
            var queue = (i % 3) switch { 0 => Api.Queue, 1 => Runner.Queue, _ => Other.Queue };
            return queue.SubmitAsync(SharedTurn.Submission(queue, "ctx-" + i, "same"), Stop).AsTask();
        }));

        var accepted = Assert.Single(outcomes, outcome => outcome.Status == SubmitStatus.Accepted);
        Assert.All(outcomes, outcome => Assert.Equal(accepted.TaskId, outcome.TaskId));
        Assert.Equal(1, (await Api.Log.ListAsync(SharedTurn.Owner, new TaskListQuery(10), Stop)).Total);
    }

    [Fact]
    public async Task API_dies_between_submit_script_and_hint()
    {
        // The hint is part of the script, so what is left is an Api that dies behind it, before it noted the submit id as used or
        // answered; and hints that nobody hears.
        await using var deaf = await OpenAsync(
            connection => connection.CommandMap = CommandMap.Create(["SUBSCRIBE", "SSUBSCRIBE", "PSUBSCRIBE"], available: false));
        var waiting = WaitAsync();
        var submission = SharedTurn.Submission(Api.Queue, submitId: "same");
        var prepared = new PreparedSubmission(submission);
        var (inner, id) = (Api.Inner, submission.Task.Id);
        var key = inner.Keys.Submit(SharedTurn.Owner, "same");
        Assert.Null(await SubmitIds.TakeAsync(inner, key, new SubmitUse(id, "ctx", "", null, Done: false), null, Stop));
        var reply = await inner.RunAsync(
            RedisScript.Submit,
            inner.Keys.OfTask(prepared.Session, SharedTurn.Owner, id, inner.Keys.GivenUp(prepared.Session.Partition(64), id)),
            Stop,
            prepared.Session.Value, id, OwnerKey.Of(SharedTurn.Owner), "ctx", 100, prepared.Event, prepared.Snapshot, 1, "0", prepared.Command, "", "", "", "", "", "", "");
        Assert.Equal("OK", reply.Code);
        await Api.DisposeAsync();

        Assert.Equal(prepared.Session, (await waiting).Session);
        Assert.Equal(
            new SubmitOutcome(SubmitStatus.Duplicate, id, "ctx"),
            await Other.Queue.SubmitAsync(SharedTurn.Submission(Other.Queue, submitId: "same"), Stop));
        Assert.Equal(1, (await Other.Log.ListAsync(SharedTurn.Owner, new TaskListQuery(10), Stop)).Total);

        async Task<SessionLease> WaitAsync()
        {
            SessionLease? lease;
            while ((lease = await deaf.Queue.TryClaimAsync(SharedTurn.Runner1, Stop)) is null)
            {
                await deaf.Queue.WaitForWorkAsync(SharedTurn.Runner1, Stop);
            }

            return lease;
        }
    }

    [Fact]
    public async Task Two_replies_to_one_approval()
    {
        var turn = await SharedTurn.BeginAsync(Api.Queue, Runner);
        var ask = HostedTurn.Ask(SharedTurn.Submission(Api.Queue) with { Task = turn.Task }, turn.Lease, TimeProvider.System);
        Assert.Equal(AppendStatus.Ok, (await Runner.Log.AppendAsync(turn.Lease, new TaskAppend(turn.Id, []) { Opened = [ask] }, Stop)).Status);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? Api : Other).Queue.AnswerAsync(
            SharedTurn.Owner, ask.Id, new InterruptReply { Decision = i % 2 == 0 ? InterruptDecision.Approve : InterruptDecision.Deny }, null, Stop).AsTask()));

        var first = Assert.Single(outcomes, outcome => outcome.Status == AnswerStatus.Accepted).Interrupt!.Reply;
        Assert.Equal((9, 10), (outcomes.Count(outcome => outcome.Status == AnswerStatus.Repeated), outcomes.Count(outcome => outcome.Status == AnswerStatus.Conflict)));
        Assert.All(outcomes, outcome => Assert.Equal(first, outcome.Interrupt!.Reply));
        Assert.Equal(first, Assert.IsType<AnswerInterrupt>((await Runner.Queue.GetCommandAsync(turn.Lease, 2, Stop))?.Command).Reply);
        Assert.Null(await Runner.Queue.GetCommandAsync(turn.Lease, 3, Stop));
    }
}

using CodexA2A.Tasks.Redis;
using CodexA2A.Tasks.Tests.InProcess;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Rows of the fault table about clients, replicas of the Api and runners, on one Redis and by its own clock.</summary>
public sealed class FaultTableProcessTests(RedisServers servers) : IAsyncLifetime
{
    private readonly string _prefix = "test-" + Guid.NewGuid().ToString("N") + ":";
    private SeamProcess? _api;
    private SeamProcess? _runner;
    private SeamProcess? _other;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var server = await servers.SingleAsync();
        _api = await SeamProcess.OpenAsync(server, _prefix);
        _runner = await SeamProcess.OpenAsync(server, _prefix);
        _other = await SeamProcess.OpenAsync(server, _prefix);
    }

    [Fact]
    public async Task Runner_frozen_past_its_lease_comes_back()
    {
        var turn = await SharedTurn.BeginAsync(_api!.Queue, _runner!);
        SessionLease? taken;
        while ((taken = await _other!.Queue.TryClaimAsync(SharedTurn.Runner2, Stop)) is null)
        {
            await _other.Queue.WaitForWorkAsync(SharedTurn.Runner2, Stop);
        }

        Assert.Equal((turn.Lease.Cursor + 1, 1), (taken.Begun, taken.Takeovers));
        Assert.True(taken.Epoch > turn.Lease.Epoch);
        Assert.Equal(AppendStatus.Fenced, (await _runner!.Log.AppendAsync(turn.Lease, turn.Append(3, "zombie"), Stop)).Status);
        Assert.Equal([turn.Lease.Session], (await _runner.Queue.RenewAsync(SharedTurn.Runner1, [turn.Lease], Stop)).Lost);
        var next = turn with { Lease = taken };
        Assert.Equal(AppendStatus.Ok, (await _other.Log.AppendAsync(taken, next.End(4), Stop)).Status);
        var events = await DrainAsync(_api.Log, turn.Id, EventId.None);
        Assert.Equal([1L, 2, 3, 4], events.Select(entry => entry.Id.Seq));
        Assert.Equal(TaskEventKind.Marker, events[2].Kind);
    }

    [Fact]
    public async Task Client_sends_the_same_message_twice()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
        {
            var queue = (i % 3) switch { 0 => _api!.Queue, 1 => _runner!.Queue, _ => _other!.Queue };
            return queue.SubmitAsync(SharedTurn.Submission(queue, "ctx-" + i, "same"), Stop).AsTask();
        }));

        var accepted = Assert.Single(outcomes, outcome => outcome.Status == SubmitStatus.Accepted);
        Assert.All(outcomes, outcome => Assert.Equal(accepted.TaskId, outcome.TaskId));
        Assert.Equal(1, (await _api!.Log.ListAsync(SharedTurn.Owner, new TaskListQuery(10), Stop)).Total);
    }

    [Fact]
    public async Task API_dies_between_submit_script_and_hint()
    {
        // The hint is part of the script, so what is left is an Api that dies behind it, before it noted the submit id as used or
        // answered; and hints that nobody hears.
        await using var deaf = await SeamProcess.OpenAsync(
            await servers.SingleAsync(), _prefix,
            configure: connection => connection.CommandMap = CommandMap.Create(["SUBSCRIBE", "SSUBSCRIBE", "PSUBSCRIBE"], available: false));
        var waiting = WaitAsync();
        var submission = SharedTurn.Submission(_api!.Queue, submitId: "same");
        var prepared = new PreparedSubmission(submission);
        var (inner, id) = (_api.Inner, submission.Task.Id);
        var key = inner.Keys.Submit(SharedTurn.Owner, "same");
        Assert.Null(await SubmitIds.TakeAsync(inner, key, new SubmitUse(id, "ctx", "", null, Done: false), null, Stop));
        var reply = await inner.RunAsync(
            RedisScript.Submit,
            inner.Keys.OfTask(prepared.Session, SharedTurn.Owner, id, inner.Keys.GivenUp(prepared.Session.Partition(64), id)),
            Stop,
            prepared.Session.Value, id, OwnerKey.Of(SharedTurn.Owner), "ctx", 100, prepared.Event, prepared.Snapshot, 1, "0", prepared.Command, "", "", "");
        Assert.Equal("OK", reply.Code);
        await _api.DisposeAsync();

        Assert.Equal(prepared.Session, (await waiting).Session);
        Assert.Equal(
            new SubmitOutcome(SubmitStatus.Duplicate, id, "ctx"),
            await _other!.Queue.SubmitAsync(SharedTurn.Submission(_other.Queue, submitId: "same"), Stop));
        Assert.Equal(1, (await _other.Log.ListAsync(SharedTurn.Owner, new TaskListQuery(10), Stop)).Total);

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
        var turn = await SharedTurn.BeginAsync(_api!.Queue, _runner!);
        var ask = HostedTurn.Ask(SharedTurn.Submission(_api.Queue) with { Task = turn.Task }, turn.Lease, TimeProvider.System);
        Assert.Equal(AppendStatus.Ok, (await _runner!.Log.AppendAsync(turn.Lease, new TaskAppend(turn.Id, []) { Opened = [ask] }, Stop)).Status);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? _api : _other!).Queue.AnswerAsync(
            SharedTurn.Owner, ask.Id, new InterruptReply { Decision = i % 2 == 0 ? InterruptDecision.Approve : InterruptDecision.Deny }, null, Stop).AsTask()));

        var first = Assert.Single(outcomes, outcome => outcome.Status == AnswerStatus.Accepted).Interrupt!.Reply;
        Assert.Equal((9, 10), (outcomes.Count(outcome => outcome.Status == AnswerStatus.Repeated), outcomes.Count(outcome => outcome.Status == AnswerStatus.Conflict)));
        Assert.All(outcomes, outcome => Assert.Equal(first, outcome.Interrupt!.Reply));
        Assert.Equal(first, Assert.IsType<AnswerInterrupt>((await _runner.Queue.GetCommandAsync(turn.Lease, 2, Stop))?.Command).Reply);
        Assert.Null(await _runner.Queue.GetCommandAsync(turn.Lease, 3, Stop));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (SeamProcess?[])[_api, _runner, _other])
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }

        await RedisKeys.DeleteAsync(await servers.SingleAsync(), _prefix);
    }

    private static async Task<List<TaskEvent>> DrainAsync(ITaskLog log, string id, EventId after)
    {
        var all = new List<TaskEvent>();
        await foreach (var batch in log.FollowAsync(SharedTurn.Owner, id, after, Stop))
        {
            all.AddRange(batch);
        }

        return all;
    }
}

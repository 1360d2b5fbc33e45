using CodexA2A.Tasks.Redis;
using CodexA2A.Tasks.Tests.Contract;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>A process that dies between taking a submit id and storing what it was for.</summary>
public sealed class SubmitIdTests(RedisServers servers) : SeamContract
{
    private RedisSeam Inner => ((RedisFixture)Seam).Inner;

    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());

    [Fact]
    public async Task An_id_that_came_to_nothing_is_the_next_ones_and_the_first_never_stores()
    {
        var first = Submission("one", submitId: "same");
        var key = await TakeAsync(first);
        Assert.Null(await Queue.FindSubmitAsync(Alice, "same", Stop));
        var second = Submission("two", submitId: "same");

        Assert.Equal(SubmitStatus.Accepted, (await Queue.SubmitAsync(second, Stop)).Status);

        // The first one was only slow.
        Assert.Equal(new SubmitOutcome(SubmitStatus.Duplicate, second.Task.Id, "two"), await Queue.SubmitAsync(first, Stop));
        Assert.Null(await Log.ReadAsync(Alice, first.Task.Id, Stop));
        Assert.Equal(second.Task.Id, (await SubmitIds.FindAsync(Inner, key, Stop))?.TaskId);
    }

    [Fact]
    public async Task One_that_was_given_up_in_the_middle_of_its_submit_learns_who_has_the_id()
    {
        var first = Submission("one", submitId: "same");
        await TakeAsync(first);
        var second = Submission("two", submitId: "same");
        await Queue.SubmitAsync(second, Stop);
        var prepared = new PreparedSubmission(first);

        // Its step comes to Redis now.
        var reply = await Inner.RunAsync(
            RedisScript.Submit,
            Inner.Keys.OfTask(prepared.Session, Alice, first.Task.Id, Inner.Keys.GivenUp(prepared.Session.Partition(Queue.Partitions), first.Task.Id)),
            Stop,
            prepared.Session.Value, first.Task.Id, OwnerKey.Of(Alice), "one", 100, prepared.Event, prepared.Snapshot, 1, "0", prepared.Command, "", "", "");

        Assert.Equal("VOID", reply.Code);
        Assert.Null(await Log.ReadAsync(Alice, first.Task.Id, Stop));
    }

    [Fact]
    public async Task An_id_that_an_earlier_release_took_is_any_request_of_it()
    {
        var first = Submission("one", submitId: "same", fingerprint: "unknown to it");
        await Queue.SubmitAsync(first, Stop);
        await Inner.Link.AskAsync(database => database.HashDeleteAsync(Inner.Keys.Submit(Alice, "same"), "says"), Stop);

        var again = await Queue.SubmitAsync(Submission("one", submitId: "same", fingerprint: "other"), Stop);

        Assert.Equal((first.Task.Id, true), (again.TaskId, again.IsOf("other")));
    }

    [Fact]
    public async Task An_id_made_for_one_submission_leaves_no_record()
    {
        var first = Submission("one", submitId: "new") with { IsNewId = true, MaxQueued = 1 };

        Assert.Equal(SubmitStatus.Accepted, (await Queue.SubmitAsync(first, Stop)).Status);
        Assert.Equal(new SubmitOutcome(SubmitStatus.Duplicate, first.Task.Id, "one"), await Queue.SubmitAsync(first, Stop));
        Assert.Equal(SubmitStatus.QueueFull, (await Queue.SubmitAsync(Submission("one", submitId: "newer") with { IsNewId = true, MaxQueued = 1 }, Stop)).Status);

        Assert.Null(await SubmitIds.FindAsync(Inner, Inner.Keys.Submit(Alice, "new"), Stop));
        Assert.Null(await SubmitIds.FindAsync(Inner, Inner.Keys.Submit(Alice, "newer"), Stop));
        Assert.NotNull(await Log.ReadAsync(Alice, first.Task.Id, Stop));
    }

    [Fact]
    public async Task A_task_that_is_not_where_its_session_is_is_refused()
    {
        var submission = Submission();
        var elsewhere = TaskIds.New((SessionId.Create(Alice, "ctx").Partition(Queue.Partitions) + 1) % Queue.Partitions, Seam.Time);
        submission = submission with { Task = submission.Task with { Id = elsewhere }, Command = submission.Command with { TaskId = elsewhere } };

        await Assert.ThrowsAsync<ArgumentException>(() => Queue.SubmitAsync(submission, Stop).AsTask());
    }

    [Fact]
    public async Task An_id_whose_use_is_stored_but_not_noted_is_known()
    {
        var first = Submission("one", submitId: "same");
        await Queue.SubmitAsync(first, Stop);
        await Inner.Link.AskAsync(database => database.HashDeleteAsync(Inner.Keys.Submit(Alice, "same"), "done"), Stop);

        Assert.Equal(first.Task.Id, (await Queue.FindSubmitAsync(Alice, "same", Stop))?.TaskId);
        Assert.Equal(SubmitStatus.Duplicate, (await Queue.SubmitAsync(Submission("two", submitId: "same"), Stop)).Status);
    }

    [Fact]
    public async Task An_answer_that_is_stored_but_not_noted_is_known_with_its_position()
    {
        var turn = await BeginAsync();
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Opened = [InterruptContract.Ask(turn, "q1", Seam.Time.GetUtcNow())] });
        var answer = new AnswerSubmission(Alice, "q1", new InterruptReply { Decision = InterruptDecision.Approve }) { SubmitId = "key" };
        var first = await Queue.AnswerAsync(answer, Stop);
        await Inner.Link.AskAsync(database => database.HashDeleteAsync(Inner.Keys.Submit(Alice, "key"), ["done", "position"]), Stop);
        await Inner.Link.AskAsync(database => database.HashSetAsync(Inner.Keys.Submit(Alice, "key"), "position", ""), Stop);
        await turn.Pen.WriteAsync(turn.Pen.Text("later"));

        Assert.Equal(first.Position, (await Queue.FindSubmitAsync(Alice, "key", Stop))?.AnsweredAt);
        Assert.Equal((AnswerStatus.Repeated, first.Position), await AgainAsync());
        Assert.Equal(first.Position, (await Queue.SubmitAsync(Submission(submitId: "key"), Stop)).AnsweredAt);

        async Task<(AnswerStatus, EventId)> AgainAsync()
        {
            var again = await Queue.AnswerAsync(answer, Stop);
            return (again.Status, again.Position);
        }
    }

    private async Task<StackExchange.Redis.RedisKey> TakeAsync(TurnSubmission submission)
    {
        var key = Inner.Keys.Submit(Alice, submission.Command.SubmitId);
        Assert.Null(await SubmitIds.TakeAsync(Inner, key, new SubmitUse(submission.Task.Id, submission.ContextId, "", null, Done: false), null, Stop));
        return key;
    }
}

using System.Reflection;

namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>What belongs to one owner does not exist for another (contracts.md §1).</summary>
public abstract class OwnerContract : SeamContract
{
    private static readonly Owner[] Others = [Bob, new("tenant", "alice"), new("", "Alice"), new("alice", "")];

    [Fact]
    public async Task Every_call_answers_another_owner_as_if_nothing_were_there()
    {
        var turn = await BeginAsync();
        await turn.Pen.StoreAsync(turn.Pen.Next(turn.Pen.Status(TaskState.InputRequired)) with
        {
            Opened = [InterruptContract.Ask(turn, "q1", Seam.Time.GetUtcNow())],
            Binding = new SessionBinding("thread-1", "home-1"),
        });
        var waiting = await SubmitAsync("waits");
        var status = new TaskStatus { State = TaskState.Canceled };

        foreach (var other in Others)
        {
            var asked = new Dictionary<string, bool>
            {
                [nameof(ITaskLog.ReadAsync)] = await Log.ReadAsync(other, turn.Id, Stop) is null,
                [nameof(ITaskLog.FollowAsync)] = (await DrainAsync(turn.Id, EventId.None, other)).Count == 0,
                [nameof(ITaskLog.CheckCursorAsync)] = await Log.CheckCursorAsync(other, turn.Id, EventId.First, Stop) is null,
                [nameof(ITaskLog.ListAsync)] = await Log.ListAsync(other, new TaskListQuery(10) { ContextId = "ctx" }, Stop) is { Total: 0, Tasks.Count: 0 },
                [nameof(ITurnQueue.SendAsync)] = await Queue.SendAsync(new CancelTurn { TaskId = turn.Id, Owner = other }, Stop) == SendStatus.Unknown,
                [nameof(ITurnQueue.FindSubmitAsync)] = await Queue.FindSubmitAsync(other, turn.SubmitId, Stop) is null,
                [nameof(ITurnQueue.FindThreadAsync)] = await Queue.FindThreadAsync(other, "thread-1", Stop) is null,
                [nameof(ITurnQueue.ListThreadsAsync)] = (await Queue.ListThreadsAsync(other, null, 100, Stop)).Threads.Count == 0,
                [nameof(ITurnQueue.BindAsync)] = await Queue.BindAsync(other, "ctx", new SessionBinding("thread-2", "home-1"), Stop),
                [nameof(ITurnQueue.AnswerAsync)] =
                    await Queue.AnswerAsync(other, "q1", new InterruptReply { Decision = InterruptDecision.Approve }, null, Stop)
                    == new AnswerOutcome(AnswerStatus.Unknown, null, EventId.None),
                [nameof(ITurnQueue.GetInterruptAsync)] = await Queue.GetInterruptAsync(other, "q1", Stop) is null,
                [nameof(ITurnQueue.ListInterruptsAsync)] = (await Queue.ListInterruptsAsync(other, 10, Stop)).Count == 0,
                [nameof(ITurnQueue.SettleAsync)] = await Queue.SettleAsync(other, waiting.Id, status, Stop) == SettleStatus.Unknown,
            };
            Assert.All(asked, answer => Assert.True(answer.Value, answer.Key));
            Assert.Equal(OwnedCalls().Order(), asked.Keys.Order());
        }

        Assert.Equal(TaskState.InputRequired, (await ReadAsync(turn.Id)).State);
        Assert.Equal(TaskState.Submitted, (await ReadAsync(waiting.Id)).State);
    }

    [Fact]
    public async Task One_context_name_is_another_session_for_each_owner()
    {
        foreach (var owner in Others.Append(Alice))
        {
            await SubmitAsync("same", owner);
        }

        var sessions = new HashSet<SessionId>();
        foreach (var _ in Others.Append(Alice))
        {
            var lease = await ClaimAsync();
            Assert.True(sessions.Add(lease.Session));
            Assert.Equal(SessionId.Create(lease.Owner, "same"), lease.Session);
        }

        Assert.Null(await Queue.TryClaimAsync(Runner1, Stop));
    }

    [Fact]
    public async Task Nothing_changes_for_another_owner_after_a_restart()
    {
        var turn = await RunAsync();
        await Seam.ReopenAsync();

        Assert.Null(await Log.ReadAsync(Bob, turn.Id, Stop));
        Assert.Empty(await DrainAsync(turn.Id, EventId.None, Bob));
        Assert.Null(await Log.CheckCursorAsync(Bob, turn.Id, EventId.First, Stop));
        Assert.Equal(TaskState.Completed, (await ReadAsync(turn.Id)).State);
    }

    /// <summary>The calls that take an owner, or a command that has one: a new one must be tried here, too. Submit makes what is its owner's.</summary>
    private static IEnumerable<string> OwnedCalls() => typeof(ITaskLog).GetMethods().Concat(typeof(ITurnQueue).GetMethods())
        .Where(method => method.GetParameters().Any(Owned))
        .Select(method => method.Name)
        .Distinct();

    private static bool Owned(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(Owner) || parameter.ParameterType == typeof(TurnCommand) || parameter.ParameterType == typeof(AnswerSubmission);
}

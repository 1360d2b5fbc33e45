using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>Messages that join a running turn.</summary>
public sealed class SteerTests
{
    private const string Waits = "fault: until-steered";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_joins_the_turn_and_is_in_the_history()
    {
        await using var stage = await RunnerStage.StartAsync();
        var task = await stage.SubmitAsync(Waits);
        var turn = TurnId(await RunningAsync(stage, task));

        var reply = await SteerAsync(stage, task, "more", turn);

        Assert.Equal(turn, (string?)reply.Result?["turn_id"]);
        var ended = await stage.EndAsync(task);
        Assert.Equal((TaskState.Completed, turn), (ended.Status.State, TurnId(ended)));
        Assert.Equal([Waits, "more"], Said(ended));
        Assert.Contains("steered: more", string.Concat(ended.Artifacts!.SelectMany(artifact => artifact.Parts).Select(part => part.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_message_sent_twice_is_added_once()
    {
        await using var stage = await RunnerStage.StartAsync();
        var task = await stage.SubmitAsync("fault: turn-never-completes");
        await RunningAsync(stage, task);

        var replies = await Task.WhenAll(SteerAsync(stage, task, "more", submitId: "same"), SteerAsync(stage, task, "more", submitId: "same"));

        Assert.All(replies, reply => Assert.NotNull(reply.Result));
        await stage.Queue.SendAsync(new CancelTurn { TaskId = task, Owner = RunnerStage.Alice }, Stop);
        Assert.Equal(["fault: turn-never-completes", "more"], Said(await stage.EndAsync(task)));
    }

    [Fact]
    public async Task Another_turn_than_the_expected_one_is_not_touched()
    {
        await using var stage = await RunnerStage.StartAsync();
        var task = await stage.SubmitAsync(Waits);
        await RunningAsync(stage, task);

        var refused = await SteerAsync(stage, task, "wrong", "another-turn");
        Assert.Equal((TurnReplies.NotSteerable, "another-turn"), (refused.Fault?.Reason, refused.Fault?.Metadata?["expected_turn_id"]));

        Assert.NotNull((await SteerAsync(stage, task, "right")).Result);
        Assert.Equal([Waits, "right"], Said(await stage.EndAsync(task)));
    }

    [Fact]
    public async Task A_message_joins_while_a_question_is_open_which_stays_open()
    {
        await using var stage = await RunnerStage.StartAsync();
        var task = await stage.SubmitAsync("fault: approval");
        var asked = await stage.AskedAsync(task);
        var question = (string)asked.Metadata!["shared"]!["interrupt"]!["request_id"]!;

        Assert.NotNull((await SteerAsync(stage, task, "more")).Result);

        var between = await stage.UntilAsync(task, now => Said(now).Contains("more") && now.Status.Message?.Role == Role.Agent);
        Assert.Equal((TaskState.InputRequired, question), (between.Status.State, (string?)between.Metadata!["shared"]!["interrupt"]!["request_id"]));
        await stage.Queue.AnswerAsync(new AnswerSubmission(RunnerStage.Alice, question, new InterruptReply { Decision = InterruptDecision.Approve }), Stop);
        var ended = await stage.EndAsync(task);
        Assert.Equal(TaskState.Completed, ended.Status.State);
        Assert.Equal(["fault: approval", "more"], Said(ended));
    }

    [Fact]
    public async Task A_message_that_comes_while_the_turn_is_starting_joins_it()
    {
        await using var stage = await RunnerStage.StartAsync(working: false);
        var task = await stage.SubmitAsync(Waits);
        var steering = SteerAsync(stage, task, "early");
        await stage.Worker.StartAsync(Stop);

        Assert.NotNull((await steering).Result);
        Assert.Equal([Waits, "early"], Said(await stage.EndAsync(task)));
    }

    [Fact]
    public async Task What_is_sent_to_a_turn_that_waits_behind_another_joins_it_when_it_begins()
    {
        await using var stage = await RunnerStage.StartAsync();
        var first = await stage.SubmitAsync(Waits);
        await RunningAsync(stage, first);
        var second = await stage.SubmitAsync(Waits);
        using var early = await stage.Get<IControlCalls>().ExpectAsync(Stop);
        await stage.Queue.SendAsync(Steer(second, "early") with { ReplyTo = early.ReplyTo }, Stop);

        Assert.NotNull((await SteerAsync(stage, first, "go on")).Result);

        Assert.NotNull((await early.WaitAsync(TimeSpan.FromSeconds(60), Stop)).Result);
        Assert.Equal([Waits, "early"], Said(await stage.EndAsync(second)));
        Assert.Equal(SendStatus.Terminal, await stage.Queue.SendAsync(Steer(second, "too late"), Stop));
    }

    [Fact]
    public async Task What_waits_with_a_turn_is_refused_when_that_is_canceled()
    {
        await using var stage = await RunnerStage.StartAsync();
        var first = await stage.SubmitAsync(Waits);
        await RunningAsync(stage, first);
        var second = await stage.SubmitAsync("hello");
        using var early = await stage.Get<IControlCalls>().ExpectAsync(Stop);
        await stage.Queue.SendAsync(Steer(second, "early") with { ReplyTo = early.ReplyTo }, Stop);

        await stage.Queue.SendAsync(new CancelTurn { TaskId = second, Owner = RunnerStage.Alice }, Stop);

        Assert.Equal(TurnReplies.NotSteerable, (await early.WaitAsync(TimeSpan.FromSeconds(60), Stop)).Fault?.Reason);
        Assert.NotNull((await SteerAsync(stage, first, "go on")).Result);
    }

    [Fact]
    public async Task What_waits_with_a_turn_when_its_owner_drains_is_left_to_the_next_one_and_nothing_is_said_of_it()
    {
        await using var stage = await RunnerStage.StartAsync();
        var first = await stage.SubmitAsync(Waits);
        await RunningAsync(stage, first);
        var second = await stage.SubmitAsync("hello");
        using var early = await stage.Get<IControlCalls>().ExpectAsync(Stop);
        await stage.Queue.SendAsync(Steer(second, "early") with { ReplyTo = early.ReplyTo }, Stop);
        // Behind it, so that it was read.
        Assert.NotNull((await SteerAsync(stage, first, "elsewhere", expected: "another-turn")).Fault);

        await stage.Worker.StopAsync(Stop);

        Assert.Equal(ControlFault.OutcomeUnknown, (await early.WaitAsync(TimeSpan.FromMilliseconds(1), Stop)).Fault?.Reason);
        var next = await stage.ClaimAsync("next");
        var kept = new List<TurnCommand>();
        await foreach (var command in stage.Queue.ReadCommandsAsync(next, next.Cursor, Stop))
        {
            kept.Add(command.Command);
            if (command.Command is SteerTurn { SubmitId: "early" })
            {
                break;
            }
        }

        Assert.Contains(kept, command => command is RunTurn && command.TaskId == second);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(null, false)]
    public async Task Who_sent_what_a_turn_did_not_read_is_told_unless_the_next_owner_may_do_it(bool? parked, bool isTold)
    {
        using var place = await new TurnPlaces(1).TakeAsync(Stop);
        var told = new List<TurnCommand>();
        var run = new QueuedCommand(1, new RunTurn
        {
            TaskId = "t",
            Owner = RunnerStage.Alice,
            SubmitId = "s",
            Request = new SendMessageRequest { Message = Steer("t", "x").Message },
            AcceptedAt = DateTimeOffset.UnixEpoch,
        });
        var turn = ActiveTurn.Start(
            run,
            place,
            command =>
            {
                told.Add(command);
                return Task.CompletedTask;
            },
            _ => parked is { } isParked ? Task.FromResult(new TurnResult(null, isParked)) : throw new LeaseLostException(SessionId.Create(RunnerStage.Alice, "c")),
            [Steer("t", "early")]);

        await Task.WhenAny(turn.Completion);

        Assert.Equal(isTold ? 1 : 0, told.Count);
    }

    [Fact]
    public async Task What_was_meant_for_a_lost_turn_never_goes_into_the_one_in_its_place()
    {
        await using var stage = await RunnerStage.StartAsync(working: false);
        var task = await stage.SubmitAsync("hello");
        var lease = await stage.ClaimAsync("earlier");
        await stage.Tasks.AppendAsync(lease, new TaskAppend(task, []) { Begun = lease.Cursor + 1 }, Stop);
        var steering = SteerAsync(stage, task, "for the lost one", seen: lease.Epoch);
        Assert.True(await stage.Queue.ReleaseAsync(lease, drain: true, Stop));

        await stage.Worker.StartAsync(Stop);

        Assert.Equal(TurnReplies.NotSteerable, (await steering).Fault?.Reason);
        Assert.Equal(["hello"], Said(await stage.EndAsync(task)));
    }

    [Fact]
    public async Task What_no_message_may_hold_is_refused_with_its_field()
    {
        await using var stage = await RunnerStage.StartAsync();
        var task = await stage.SubmitAsync(Waits);
        await RunningAsync(stage, task);
        var bad = Steer(task, "x") with { Message = new Message { MessageId = "m", Role = Role.User, Parts = [Part.FromText(" ")] } };

        var refused = await SendAsync(stage, bad);

        Assert.Equal((A2AErrorCode.InvalidParams, "message.parts"), (refused.Fault?.Code, refused.Fault?.Fields?[0].Field));
        Assert.NotNull((await SteerAsync(stage, task, "good")).Result);
        Assert.Equal([Waits, "good"], Said(await stage.EndAsync(task)));
    }

    private static Task<AgentTask> RunningAsync(RunnerStage stage, string task) => stage.UntilAsync(task, now => now.Status.State == TaskState.Working && TurnId(now) is not null);

    private static Task<ControlReply> SteerAsync(RunnerStage stage, string task, string words, string? expected = null, string? submitId = null, long seen = long.MaxValue) =>
        SendAsync(stage, Steer(task, words) with { ExpectedTurnId = expected, SubmitId = submitId ?? words, SeenEpoch = seen });

    private static SteerTurn Steer(string task, string words) => new()
    {
        TaskId = task,
        Owner = RunnerStage.Alice,
        SubmitId = words,
        Message = new Message { MessageId = words, Role = Role.User, Parts = [Part.FromText(words)] },
    };

    private static async Task<ControlReply> SendAsync(RunnerStage stage, SteerTurn steer)
    {
        using var reply = await stage.Get<IControlCalls>().ExpectAsync(Stop);
        Assert.Equal(SendStatus.Accepted, await stage.Queue.SendAsync(steer with { ReplyTo = reply.ReplyTo }, Stop));
        return await reply.WaitAsync(TimeSpan.FromSeconds(30), Stop);
    }

    private static string? TurnId(AgentTask task) => (string?)task.Metadata?["codex"]?["turn_id"];

    private static string[] Said(AgentTask task) =>
        [.. (task.History ?? []).Append(task.Status.Message).Where(message => message?.Role == Role.User).Select(message => message!.Parts[0].Text!)];
}

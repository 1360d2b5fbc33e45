using System.Text.Json.Nodes;

namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>What becomes of a call with whoever answers it.</summary>
public abstract partial class ControlContract
{
    [Fact]
    public async Task A_call_that_takes_too_long_is_canceled_and_the_runner_says_so()
    {
        var canceled = Signal();
        var begun = Signal();
        await ServeAsync(Runner1, async (_, stop) =>
        {
            await using var registration = stop.Register(canceled.SetResult);
            begun.SetResult();
            await canceled.Task;
            throw new OperationCanceledException(stop);
        });
        var asked = Control.AskAsync(Call("wait"), Stop);
        await begun.Task.WaitAsync(Stop);

        var reply = await PassAsync(asked);

        Assert.Contains(reply.Fault?.Reason, new[] { "CONTROL_TIMEOUT", ControlFault.OutcomeUnknown });
        Assert.True(canceled.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_is_too_large_is_refused_by_name()
    {
        var large = new string('x', ControlLimits.MaxBytes);
        await ServeAsync(Runner1, (_, _) => Task.FromResult(ControlReply.Of(new JsonObject { ["text"] = large })));
        Assert.Equal("REPLY_TOO_LARGE", (await AskAsync()).Fault?.Reason);
        Assert.Equal("CALL_TOO_LARGE", (await AskAsync(Call("say") with { Params = new JsonObject { ["text"] = large } })).Fault?.Reason);
    }

    [Fact]
    public async Task What_nearly_is_comes_whole()
    {
        var large = new string('x', ControlLimits.MaxBytes - 1000);
        await ServeAsync(Runner1);
        var reply = await AskAsync(Call("say") with { Params = new JsonObject { ["text"] = large } });
        Assert.Equal(large, (string?)reply.Result!["said"]!["text"]);
    }

    [Fact]
    public async Task A_runner_that_fails_says_no_more_than_that()
    {
        await ServeAsync(Runner1, (call, _) => (string?)call.Params["i"]?.ToString() == "1" ? throw new InvalidOperationException("secret") : Task.FromResult(Said(Runner1, call)));
        var fault = (await AskAsync(Call("say", 1))).Fault!;
        Assert.Equal(A2AErrorCode.InternalError, fault.Code);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
        Assert.Null((await AskAsync(Call("say", 2))).Fault);
    }

    [Fact]
    public async Task A_runner_that_stops_says_so_and_takes_nothing_more()
    {
        var begun = Signal();
        await ServeAsync(Runner1, async (_, stop) =>
        {
            var canceled = Signal();
            await using var registration = stop.Register(canceled.SetResult);
            begun.TrySetResult();
            await canceled.Task;
            throw new OperationCanceledException(stop);
        });
        var asked = Control.AskAsync(Call("wait"), Stop).AsTask();
        await begun.Task.WaitAsync(Stop);

        await StopAsync();

        Assert.Equal("RUNNER_STOPPING", (await asked).Fault?.Reason);
        await Assert.ThrowsAsync<SeamUnavailableException>(() => PassAsync(Control.AskAsync(Call("wait"), Stop)));
    }

    [Fact]
    public async Task The_owner_of_a_session_answers_a_command_once()
    {
        var turn = await BeginAsync();
        using var token = await Control.ExpectAsync(Stop);
        var command = new SteerTurn { TaskId = turn.Id, Owner = Alice, SubmitId = "s", Message = turn.Task.History![0], ReplyTo = token.ReplyTo };
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(command, Stop));
        var waiting = token.WaitAsync(TimeSpan.FromSeconds(30), Stop);

        var read = await Queue.GetCommandAsync(turn.Lease, turn.Command + 1, Stop);
        await Control.ReplyAsync(read!.Command.ReplyTo!, ControlReply.Of(new JsonObject { ["turn_id"] = "t1" }), Stop);
        Assert.Equal("t1", (string?)(await waiting).Result!["turn_id"]);

        // Nobody waits for a second one, and nothing comes of it.
        await Control.ReplyAsync(read.Command.ReplyTo!, ControlReply.Of(new JsonObject { ["turn_id"] = "t2" }), Stop);
    }

    [Fact]
    public async Task A_command_that_nobody_answers_ends_with_its_limit()
    {
        using var token = await Control.ExpectAsync(Stop);
        var reply = await PassAsync(token.WaitAsync(TimeSpan.FromSeconds(3), Stop));
        Assert.Equal(ControlFault.OutcomeUnknown, reply.Fault?.Reason);
        await Control.ReplyAsync(token.ReplyTo, reply, Stop);
        await Control.ReplyAsync("nonsense", reply, Stop);
    }
}

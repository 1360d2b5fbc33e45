using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Operations;

/// <summary>A message that comes while its task or its context is at work: <c>metadata.codex.when_busy</c>.</summary>
public sealed class WhenBusyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Queue_makes_a_task_of_its_own_behind_the_one_at_work(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        var call = TurnCalls.Busy(Call.Send("more", first.TaskId), "queue").At(immediately: true).WithHeader("Idempotency-Key", "k");

        var second = await host.CallAsync(call, binding);

        Assert.Equal((first.ContextId, "TASK_STATE_SUBMITTED"), (second.ContextId, second.State));
        Assert.NotEqual(first.TaskId, second.TaskId);
        Assert.Equal(second.TaskId, (await host.CallAsync(call, binding)).TaskId);
        await turn.CompleteAsync();
        Assert.Equal(second.TaskId, (await host.CallAsync(call, binding)).TaskId);
    }

    [Theory]
    [InlineData(Binding.JsonRpc, true)]
    [InlineData(Binding.JsonRpc, false)]
    [InlineData(Binding.Rest, true)]
    public async Task Steer_joins_the_turn_and_answers_its_task_at_the_end(Binding binding, bool byTask)
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        await turn.RunningAsync("turn-1");
        var call = TurnCalls.Busy(byTask ? Call.Send("more", first.TaskId) : Call.Send("more", contextId: first.ContextId), "steer").WithHeader("Idempotency-Key", "k");

        var answering = host.CallAsync(call, binding);
        var steer = await TakeAsync(host, turn);
        Assert.False(answering.IsCompleted);
        await turn.CompleteAsync();

        var answer = await answering;
        Assert.Equal((first.TaskId, "TASK_STATE_COMPLETED"), (answer.TaskId, answer.State));
        Assert.Equal(("more", first.TaskId, turn.Last.Epoch), (steer.Message.Parts[0].Text, steer.Message.TaskId, steer.SeenEpoch));
        // The same send again is the same answer, and no second message.
        Assert.Equal(first.TaskId, (await host.CallAsync(call, binding)).TaskId);
        var other = await host.CallAsync(call.With(json => json["message"]!["parts"]![0]!["text"] = "other"), binding);
        Assert.Contains("Idempotency-Key", other.Error!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(1, (int)(await host.CallAsync(new Call(Methods.ListTasks, []))).Result!["totalSize"]!);
    }

    [Fact]
    public async Task A_stream_of_a_steer_shows_the_task_and_follows_it()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        await turn.RunningAsync("turn-1");

        var opening = host.OpenAsync(TurnCalls.Busy(Call.Stream("more", first.TaskId), "steer"));
        await TakeAsync(host, turn);
        await using var stream = await opening;
        var shown = await stream.NextEventAsync();
        await turn.CompleteAsync();

        Assert.Equal(first.TaskId, (string?)shown!.Response["task"]!["id"]);
        Assert.Equal("TASK_STATE_COMPLETED", (await stream.NextEventAsync())!.State);
    }

    [Fact]
    public async Task What_its_owner_refuses_is_told_and_nothing_is_submitted()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();

        var answering = host.CallAsync(TurnCalls.Busy(Call.Send("more", first.TaskId), "steer"));
        var steer = await turn.NextAsync<SteerTurn>();
        await Calls(host).ReplyAsync(steer.ReplyTo!, ControlReply.Failed(A2AErrorCode.UnsupportedOperation, "TURN_NOT_STEERABLE", "No."), Token);

        Assert.Equal("TURN_NOT_STEERABLE", (await answering).Reason);
        Assert.Equal(1, (int)(await host.CallAsync(new Call(Methods.ListTasks, []))).Result!["totalSize"]!);
    }

    [Fact]
    public async Task Where_too_many_wait_before_it_the_message_is_not_added_and_may_be_sent_again()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.SubmitAsync();
        var waiting = new SteerTurn { TaskId = first.TaskId, Owner = new Owner("", "alice"), SubmitId = "s", Message = new Message { MessageId = "m", Role = Role.User, Parts = [Part.FromText("more")] } };
        for (var i = 0; i < 32; i++)
        {
            Assert.Equal(SendStatus.Accepted, await host.Services.GetRequiredService<ITurnQueue>().SendAsync(waiting, Token));
        }

        var answer = await host.CallAsync(TurnCalls.Busy(Call.Send("one more", first.TaskId), "steer"));

        Assert.Equal("STEER_QUEUE_FULL", answer.Reason);
        Assert.Equal("1", (string?)answer.Details![0]!["metadata"]!["retryAfterSeconds"]);
    }

    [Theory]
    [InlineData("steer")]
    [InlineData("reject")]
    [InlineData("queue")]
    public async Task A_context_that_is_not_at_work_takes_the_message_as_always(string wish)
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1", "mine");
        foreach (var contextId in new[] { "mine", "new", null })
        {
            var answer = await host.CallAsync(TurnCalls.Busy(Call.Send("hello", contextId: contextId), wish).At(immediately: true));
            Assert.Equal("TASK_STATE_SUBMITTED", answer.State);
        }
    }

    [Fact]
    public async Task Of_two_at_once_that_want_no_waiting_one_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var call = TurnCalls.Busy(Call.Send("x", contextId: "ctx"), "reject").At(immediately: true);
        var answers = await Task.WhenAll(host.CallAsync(call), host.CallAsync(call), host.CallAsync(call));
        Assert.Single(answers, answer => answer.Error is null);
        Assert.All(answers.Where(answer => answer.Error is not null), answer => Assert.Equal("TASK_BUSY", answer.Reason));
    }

    [Fact]
    public async Task The_method_steers_the_turn_that_runs_in_a_thread()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1", "mine");
        await host.SubmitAsync(contextId: "mine");
        await using var turn = await host.Runner.ClaimAsync();
        await turn.RunningAsync("turn-1");

        var answering = host.CallAsync(TurnCalls.Steer("thread-1", "turn-1"));
        var steer = await TakeAsync(host, turn);

        Assert.Equal(("thread-1", "turn-1", turn.TaskId), (steer.ThreadId, steer.ExpectedTurnId, steer.TaskId));
        Assert.Equal("""{"ok":true,"thread_id":"thread-1","turn_id":"turn-1"}""", (await answering).Result!.ToJsonString());
    }

    [Fact]
    public async Task Another_callers_thread_answers_word_for_word_as_one_that_does_not_exist()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1", "mine");
        var foreign = await host.CallAsync(TurnCalls.Steer("thread-1") with { Token = ApiHost.Bob });
        var missing = await host.CallAsync(TurnCalls.Steer("thread-9") with { Token = ApiHost.Bob });
        Assert.Equal(missing.Error!.ToJsonString(), foreign.Error!.ToJsonString());
    }

    /// <summary>Plays the owner: takes the steer, writes it into the history, answers.</summary>
    private static async Task<SteerTurn> TakeAsync(ApiHost host, ScriptedTurn turn)
    {
        var steer = await turn.NextAsync<SteerTurn>();
        await turn.StatusAsync(TaskState.Working, step: step => step.Said = steer.Message);
        await Calls(host).ReplyAsync(steer.ReplyTo!, ControlReply.Of(new JsonObject { ["thread_id"] = "thread-1", ["turn_id"] = "turn-1" }), Token);
        return steer;
    }

    private static IControlCalls Calls(ApiHost host) => host.Services.GetRequiredService<IControlCalls>();
}

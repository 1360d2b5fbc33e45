using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Operations;

public sealed class SendTests
{
    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_blocking_send_answers_the_ended_task(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var sending = host.CallAsync(Call.Send("hello", contextId: "my-context").With(json => json["configuration"] = new JsonObject { ["historyLength"] = 0 }), binding);
        await using var turn = await host.Runner.ClaimAsync();
        Assert.True(turn.Command.Blocking);
        await turn.WorkingAsync();
        await turn.TextAsync("done", append: false, last: true);
        await turn.CompleteAsync();
        var answer = await sending;
        Assert.Equal(("TASK_STATE_COMPLETED", "my-context"), (answer.State, answer.ContextId));
        Assert.Equal("done", (string)answer.Task["artifacts"]![0]!["parts"]![0]!["text"]!);
        Assert.Null(answer.Task["history"]);
        Assert.Equal("task", Assert.Single(answer.Result!.AsObject()).Key);
    }

    [Fact]
    public async Task A_send_that_returns_immediately_is_submitted_and_complete()
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.SubmitAsync("hello");
        Assert.Equal("TASK_STATE_SUBMITTED", answer.State);
        Assert.Equal("0-1", (string)answer.Task["metadata"]!["shared"]!["stream"]!["event_id"]!);
        var message = answer.Task["history"]![0]!;
        Assert.Equal((answer.TaskId, answer.ContextId, "hello"), ((string)message["taskId"]!, (string)message["contextId"]!, (string)message["parts"]![0]!["text"]!));
        await using var turn = await host.Runner.ClaimAsync();
        Assert.False(turn.Command.Blocking);
        Assert.Equal(answer.TaskId, turn.TaskId);
        Assert.Equal("hello", turn.Command.Request.Message.Parts[0].Text);
    }

    [Fact]
    public async Task Unknown_metadata_reach_the_runner_untouched()
    {
        await using var host = await ApiHost.StartAsync();
        var metadata = """{"codex":{"execution":{"model":"m","effort":"high"},"directory":"sub"},"other":[1,2.50,null,"é"]}""";
        await host.CallAsync(Call.Send("x").At(immediately: true).With(json => json["metadata"] = JsonNode.Parse(metadata)));
        await using var turn = await host.Runner.ClaimAsync();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(metadata), turn.Command.Request.Metadata));
    }

    [Fact]
    public async Task The_same_key_of_the_same_caller_hits_the_first_send()
    {
        await using var host = await ApiHost.StartAsync();
        var call = Call.Send("once").At(immediately: true).WithHeader("Idempotency-Key", "key-1");
        var first = await host.CallAsync(call);
        var again = await host.CallAsync(call);
        var other = await host.CallAsync(call with { Token = ApiHost.Bob });
        Assert.Equal((first.TaskId, first.ContextId), (again.TaskId, again.ContextId));
        Assert.NotEqual(first.TaskId, other.TaskId);
        Assert.NotEqual(first.ContextId, other.ContextId);

        await using var stream = await host.OpenAsync(call with { Operation = Methods.SendStreamingMessage });
        Assert.Equal(first.TaskId, (string)(await stream.NextEventAsync())!.Response["task"]!["id"]!);
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_repeat_is_not_stopped_by_a_question_that_was_answered_since(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var send = Call.Send("once").WithHeader("Idempotency-Key", "key-1");
        var stream = send with { Operation = Methods.SendStreamingMessage };
        var first = host.CallAsync(send, binding);
        await using var turn = await host.Runner.ClaimAsync();
        var asked = await turn.AskAsync();
        Assert.Equal("TASK_STATE_INPUT_REQUIRED", (await first).State);
        Assert.Equal("TASK_STATE_INPUT_REQUIRED", (await host.CallAsync(send, binding)).State);
        await using (var waiting = await host.OpenAsync(stream, binding))
        {
            Assert.Equal(["TASK_STATE_SUBMITTED", "TASK_STATE_INPUT_REQUIRED"], (await waiting.RestAsync()).Select(frame => frame.State));
        }

        await turn.ResolveAsync(asked);
        var again = host.CallAsync(send, binding);
        await using var streamed = await host.OpenAsync(stream, binding);
        foreach (var state in (string[])["TASK_STATE_SUBMITTED", "TASK_STATE_INPUT_REQUIRED", "TASK_STATE_WORKING"])
        {
            Assert.Equal(state, (await streamed.NextEventAsync())!.State);
        }

        await turn.CompleteAsync();
        Assert.Equal("TASK_STATE_COMPLETED", (await again).State);
        Assert.Equal(["TASK_STATE_COMPLETED"], (await streamed.RestAsync()).Select(frame => frame.State));
    }

    [Fact]
    public async Task A_message_as_long_as_may_be_in_characters_that_take_two_units_is_accepted()
    {
        await using var host = await ApiHost.StartAsync();
        var text = string.Concat(Enumerable.Repeat("😀", 600_000));
        // As UTF-8, not as escapes, which would be over the limit of a body.
        var call = Call.Send("x") with { Body = Encoding.UTF8.GetBytes($$"""{"message":{"messageId":"m","role":"ROLE_USER","parts":[{"text":"{{text}}"}] },"configuration":{"returnImmediately":true} }""") };
        Assert.Null((await host.CallAsync(call, Binding.Rest)).Error);
        await using var turn = await host.Runner.ClaimAsync();
        Assert.Equal(text, turn.Command.Request.Message.Parts[0].Text);
    }

    [Fact]
    public async Task The_same_message_id_may_be_used_again()
    {
        await using var host = await ApiHost.StartAsync();
        var call = Call.Send("twice").At(immediately: true);
        Assert.NotEqual((await host.CallAsync(call)).TaskId, (await host.CallAsync(call)).TaskId);
    }

    [Fact]
    public async Task Two_messages_to_one_context_both_run_in_order_and_the_second_shows_its_place()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.SubmitAsync("one", "shared");
        var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        await using var stream = await host.OpenAsync(Call.Stream("two", contextId: "shared"));
        var waiting = (await stream.NextEventAsync())!;
        Assert.Equal("0-1", waiting.Id);
        foreach (var task in new[] { waiting.Response["task"]!, (await host.CallAsync(Call.Get((string)waiting.Response["task"]!["id"]!))).Task })
        {
            Assert.Equal(1, (int)task["metadata"]!["codex"]!["queue"]!["position"]!);
            Assert.Equal("Queued: 1 turn of this context comes first.", (string)task["status"]!["message"]!["parts"]![0]!["text"]!);
        }

        await turn.CompleteAsync();
        await using var second = await turn.NextTurnAsync();
        await second.WorkingAsync();
        await second.CompleteAsync();
        Assert.Equal(["TASK_STATE_WORKING", "TASK_STATE_COMPLETED"], (await stream.RestAsync()).Select(frame => frame.State));
        Assert.Null((await host.CallAsync(Call.Get(second.TaskId))).Task["metadata"]!["codex"]);
        Assert.Equal("TASK_STATE_COMPLETED", (await host.CallAsync(Call.Get(first.TaskId))).State);
    }

    [Fact]
    public async Task A_blocking_send_that_takes_too_long_gets_the_task_as_it_is()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:BlockingTimeout"] = "00:00:00.1" });
        Assert.Equal("TASK_STATE_SUBMITTED", (await host.CallAsync(Call.Send("hello"))).State);
        await using var turn = await host.Runner.ClaimAsync();
        await turn.CompleteAsync();
        Assert.Equal("TASK_STATE_COMPLETED", (await host.CallAsync(Call.Get(turn.TaskId))).State);
    }
}

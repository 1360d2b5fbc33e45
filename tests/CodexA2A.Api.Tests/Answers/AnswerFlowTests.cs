using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Answers;

public sealed class AnswerFlowTests
{
    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_stream_closes_at_the_question_and_the_answer_goes_on(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        await using var stream = await host.OpenAsync(Call.Stream("hello"), binding);
        var taskId = (string)(await stream.NextEventAsync())!.Response["task"]!["id"]!;
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        var asked = await turn.AskAsync();
        Assert.Equal("TASK_STATE_INPUT_REQUIRED", (await stream.RestAsync())[^1].State);

        var opening = host.OpenAsync(Call.Stream(" Yes\n", taskId), binding);
        var command = await turn.NextAsync<AnswerInterrupt>();
        Assert.Equal(InterruptDecision.Approve, command.Reply.Decision);
        Assert.Equal(taskId, command.Message!.TaskId);
        await turn.ResolveAsync(asked);
        await using var answered = await opening;
        var first = await answered.NextEventAsync();
        Assert.Equal(("task", "TASK_STATE_WORKING", turn.Last.ToString()), (first!.Kind, first.State, first.Id));
        await turn.TextAsync("done", append: false, last: true);
        await turn.CompleteAsync();
        Assert.Equal(["artifactUpdate", "statusUpdate"], (await answered.RestAsync()).Select(frame => frame.Kind));
    }

    [Theory]
    [InlineData("urn:codex-a2a:extension:interactive-interrupt:v1", true)]
    [InlineData("urn:a2a:interactive-interrupt/v1", true)]
    [InlineData("urn:codex-a2a:extension:interactive-interrupt:v1", false)]
    public async Task A_stream_stays_open_when_the_extension_is_activated(string uri, bool byHeader)
    {
        await using var host = await ApiHost.StartAsync();
        var call = byHeader
            ? Call.Stream("hello").WithHeader("A2A-Extensions", $"urn:unknown, {uri}")
            : Call.Stream("hello").With(json => json["message"]!["extensions"] = new JsonArray(uri));
        await using var stream = await host.OpenAsync(call);
        if (byHeader) Assert.Equal(uri, stream.Response.Headers.NonValidated["A2A-Extensions"].ToString());
        await using var turn = await host.Runner.ClaimAsync();
        var asked = await turn.AskAsync();
        var reply = await host.CallAsync(new Call("a2a.interrupt.permission.reply", new JsonObject { ["request_id"] = asked.Id, ["reply"] = "always" }));
        Assert.Equal($$"""{"ok":true,"request_id":"{{asked.Id}}","reply":"always"}""", reply.Result!.ToJsonString());
        Assert.Equal(InterruptDecision.ApproveForSession, (await turn.NextAsync<AnswerInterrupt>()).Reply.Decision);
        await turn.ResolveAsync(asked);
        await turn.CompleteAsync();
        Assert.Equal(
            ["TASK_STATE_SUBMITTED", "TASK_STATE_INPUT_REQUIRED", "TASK_STATE_WORKING", "TASK_STATE_COMPLETED"],
            (await stream.RestAsync()).Select(frame => frame.State));
    }

    [Fact]
    public async Task A_subscription_stays_open_across_questions()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        await using var stream = await host.OpenAsync(Call.Subscribe(task.TaskId));
        var asked = await turn.AskAsync();
        await turn.ResolveAsync(asked);
        await turn.CompleteAsync();
        Assert.Equal("TASK_STATE_COMPLETED", (await stream.RestAsync())[^1].State);
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_blocking_send_returns_at_the_question_and_its_answer_with_the_first_status_after_it(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var sending = host.CallAsync(Call.Send("hello"), binding);
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        var asked = await turn.AskAsync();
        var waits = await sending;
        Assert.Equal("TASK_STATE_INPUT_REQUIRED", waits.State);
        Assert.Equal("May I?", (string)waits.Task["status"]!["message"]!["parts"]![0]!["text"]!);

        var answering = host.CallAsync(Call.Send("deny", waits.TaskId), binding);
        Assert.Equal(InterruptDecision.Deny, (await turn.NextAsync<AnswerInterrupt>()).Reply.Decision);
        await turn.ResolveAsync(asked);
        Assert.Equal("TASK_STATE_WORKING", (await answering).State);
    }

    [Fact]
    public async Task An_answer_without_any_status_in_time_gets_the_task_as_it_is()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:AnswerWait"] = "00:00:00" });
        await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        var asked = await turn.AskAsync();
        Assert.Equal("TASK_STATE_INPUT_REQUIRED", (await host.CallAsync(Call.Send("yes", turn.TaskId))).State);

        // The stream of a repeated answer starts with the same, and does not take the old question for a new one.
        await using var stream = await host.OpenAsync(Naming(Call.Stream("yes", turn.TaskId), asked.Id));
        Assert.Equal("TASK_STATE_INPUT_REQUIRED", (await stream.NextEventAsync())!.State);
        await turn.ResolveAsync(asked);
        await turn.CompleteAsync();
        Assert.Equal(["TASK_STATE_WORKING", "TASK_STATE_COMPLETED"], (await stream.RestAsync()).Select(frame => frame.State));
    }

    [Fact]
    public async Task A_repeated_answer_of_one_key_is_answered_from_the_place_of_the_first()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        var asked = await turn.AskAsync();
        var call = Call.Send("yes", turn.TaskId).WithHeader("Idempotency-Key", "answer");
        var answering = host.CallAsync(call);
        await turn.NextAsync<AnswerInterrupt>();
        await turn.ResolveAsync(asked);
        Assert.Equal("TASK_STATE_WORKING", (await answering).State);

        // No question is open now, and none is answered again.
        Assert.Equal("TASK_STATE_WORKING", (await host.CallAsync(call)).State);
        await using var stream = await host.OpenAsync(call with { Operation = Methods.SendStreamingMessage });
        Assert.Equal(("task", "TASK_STATE_WORKING"), (await stream.NextEventAsync()) is { } frame ? (frame.Kind, frame.State) : default);
        await turn.CompleteAsync();
        Assert.Equal("TASK_STATE_COMPLETED", (await stream.RestAsync())[^1].State);
        Assert.Equal("TASK_STATE_COMPLETED", (await host.CallAsync(call)).State);
        Assert.Contains("Idempotency-Key", (await host.CallAsync(Call.Send("no", turn.TaskId).WithHeader("Idempotency-Key", "answer"))).Error!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Idempotency-Key", (await host.CallAsync(Call.Send("new", contextId: turn.ContextId).WithHeader("Idempotency-Key", "answer"))).Error!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_questions_the_named_one_is_answered()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        var first = await turn.AskAsync();
        var second = await turn.AskAsync("question", new JsonObject { ["questions"] = new JsonArray(new JsonObject { ["id"] = "q" }) });
        var unnamed = await host.CallAsync(Call.Send("yes", turn.TaskId));
        Assert.Contains(first.Id, (string)unnamed.Error!["message"]!, StringComparison.Ordinal);
        Assert.Contains(second.Id, (string)unnamed.Error["message"]!, StringComparison.Ordinal);

        var answering = host.CallAsync(Naming(Call.Send("cancel that, use the other file", turn.TaskId), second.Id));
        var command = await turn.NextAsync<AnswerInterrupt>();
        Assert.Equal((second.Id, "cancel that, use the other file"), (command.InterruptId, command.Reply.Answers!.Single().Single()));
        await turn.ResolveAsync(second, TaskState.InputRequired);
        Assert.Equal("TASK_STATE_INPUT_REQUIRED", (await answering).State);
    }

    [Fact]
    public async Task A_secret_answer_reaches_the_runner_and_no_history()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        var asked = await turn.AskAsync("question", new JsonObject { ["questions"] = new JsonArray(new JsonObject { ["id"] = "q" }) }, secret: true);
        var answering = host.CallAsync(Call.Send("hunter2", turn.TaskId));
        var command = await turn.NextAsync<AnswerInterrupt>();
        Assert.Equal("hunter2", command.Reply.Answers!.Single().Single());
        Assert.Equal("[secret]", command.Message!.Parts.Single().Text);
        await turn.ResolveAsync(asked);
        Assert.DoesNotContain("hunter2", (await answering).Json!.ToJsonString(), StringComparison.Ordinal);
    }

    private static Call Naming(Call call, string requestId) => call.With(json =>
        json["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["interrupt"] = new JsonObject { ["request_id"] = requestId } } });
}

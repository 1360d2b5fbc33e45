using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Streams;

public sealed class StreamTests
{
    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_stream_is_the_task_then_its_events_to_the_end(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        await using var stream = await host.OpenAsync(Call.Stream("hello"), binding);
        Assert.Equal("no", stream.Response.Headers.NonValidated["X-Accel-Buffering"].ToString());
        Assert.Equal("1.0", stream.Response.Headers.NonValidated["A2A-Version"].ToString());
        var first = await stream.NextEventAsync();
        Assert.Equal(("task", "0-1"), (first!.Kind, first.Id));
        Assert.Equal("TASK_STATE_SUBMITTED", first.State);

        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        Assert.Equal("TASK_STATE_WORKING", (await stream.NextEventAsync())!.State);
        await turn.TextAsync("Hello ", append: false);
        Assert.Equal("Hello ", (await stream.NextEventAsync())!.Text);
        await turn.TextAsync("world", last: true);
        await turn.CompleteAsync();
        var rest = await stream.RestAsync();
        Assert.Equal(["artifactUpdate", "statusUpdate"], rest.Select(frame => frame.Kind));
        Assert.Equal(turn.Last.ToString(), rest[^1].Id);
        Assert.Equal("TASK_STATE_COMPLETED", rest[^1].State);
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_subscriber_sees_the_task_as_it_is_and_what_follows(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        await turn.TextAsync("so far, ", append: false);

        await using var stream = await host.OpenAsync(Call.Subscribe(task.TaskId), binding);
        var first = await stream.NextEventAsync();
        Assert.Equal(("task", turn.Last.ToString()), (first!.Kind, first.Id));
        Assert.Equal("so far, ", (string)first.Response["task"]!["artifacts"]![0]!["parts"]![0]!["text"]!);
        await turn.TextAsync("so good", last: true);
        await turn.CompleteAsync();
        Assert.Equal(["artifactUpdate", "statusUpdate"], (await stream.RestAsync()).Select(frame => frame.Kind));
    }

    [Fact]
    public async Task The_log_goes_out_as_it_was_stored()
    {
        await using var host = await ApiHost.StartAsync();
        var call = new Call(Methods.SendStreamingMessage, Call.Stream("hällo \u2028 <script>").Params);
        await using var rpc = await host.OpenAsync(call);
        var taskId = (string)(await rpc.NextEventAsync())!.Response["task"]!["id"]!;
        await using var turn = await host.Runner.ClaimAsync();
        await turn.TextAsync("é \"quoted\" \n line", append: false, last: true);
        await turn.CompleteAsync();

        var stored = new List<TaskEvent>();
        await foreach (var batch in host.Log.FollowAsync(ApiHost.OwnerOf("alice"), taskId, EventId.None, TestContext.Current.CancellationToken))
        {
            stored.AddRange(batch.Where(item => item.Kind == TaskEventKind.Event));
        }

        await using var rest = await host.OpenAsync(Call.Subscribe(taskId, after: "0-1"), Binding.Rest);
        var restFrames = await rest.RestAsync();
        Assert.Equal(stored.Skip(1).Select(item => System.Text.Encoding.UTF8.GetString(item.Payload.Span)), restFrames.Select(frame => frame.Data));
        Assert.Equal(
            stored.Skip(1).Select(item => $$"""{"jsonrpc":"2.0","id":7,"result":{{System.Text.Encoding.UTF8.GetString(item.Payload.Span)}}}"""),
            (await rpc.RestAsync()).Select(frame => frame.Data));
    }

    [Fact]
    public async Task A_client_that_leaves_changes_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        var stream = await host.OpenAsync(Call.Stream("hello"));
        var taskId = (string)(await stream.NextEventAsync())!.Response["task"]!["id"]!;
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        await stream.DisposeAsync();

        using var gaveUp = new CancellationTokenSource();
        using var request = Call.Send("second", contextId: "other").Request(Binding.JsonRpc);
        var blocking = host.Http.SendAsync(request, gaveUp.Token);
        await using var second = await host.Runner.ClaimAsync();
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => blocking);

        await turn.CompleteAsync();
        await second.CompleteAsync();
        Assert.Equal("TASK_STATE_COMPLETED", (await host.CallAsync(Call.Get(taskId))).State);
        Assert.Equal("TASK_STATE_COMPLETED", (await host.CallAsync(Call.Get(second.TaskId))).State);
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task The_task_that_comes_first_shows_as_much_history_as_was_asked_for(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var call = Call.Stream("hello").With(json => json["configuration"] = new JsonObject { ["historyLength"] = 0 }).WithHeader("Idempotency-Key", "k");
        await using var stream = await host.OpenAsync(call, binding);
        var first = (await stream.NextEventAsync())!;
        Assert.Equal(("task", "0-1", "0-1"), (first.Kind, first.Id, first.EventId));
        Assert.Null(first.Response["task"]!["history"]);
        await using var turn = await host.Runner.ClaimAsync();
        var asked = await turn.AskAsync();
        await using var repeated = await host.OpenAsync(call, binding);
        Assert.Null((await repeated.NextEventAsync())!.Response["task"]!["history"]);

        var answering = host.OpenAsync(Call.Stream("yes", turn.TaskId).With(json => json["configuration"] = new JsonObject { ["historyLength"] = 1 }), binding);
        await turn.NextAsync<AnswerInterrupt>();
        await turn.ResolveAsync(asked);
        await using var answered = await answering;
        Assert.Equal("May I?", (string)Assert.Single((await answered.NextEventAsync())!.Response["task"]!["history"]!.AsArray())!["parts"]![0]!["text"]!);
    }

    [Fact]
    public async Task A_stop_of_the_service_ends_its_streams()
    {
        await using var host = await ApiHost.StartAsync();
        await using var stream = await host.OpenAsync(Call.Stream("hello"));
        await stream.NextEventAsync();
        var stopped = host.StopAsync();
        // Not the end of the task, and so not the end that a stream has with its task.
        var cut = Assert.Single(await stream.RestAsync());
        Assert.Equal(("error", null), (cut.Event, cut.Id));
        Assert.Equal("UNAVAILABLE", (string)JsonNode.Parse(cut.Data!)!["error"]!["data"]![0]!["reason"]!);
        await stopped;
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_stop_of_the_service_answers_who_waits_with_the_task_as_it_is(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var waiting = host.CallAsync(Call.Send("hello"), binding);
        var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        var stopped = host.StopAsync();
        var answer = await waiting;
        Assert.Null(answer.Error);
        Assert.Equal((200, turn.TaskId, "TASK_STATE_WORKING"), ((int)answer.Status, answer.TaskId, answer.State));
        await stopped;
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_nobody_up()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        await using var slow = await host.OpenAsync(Call.Subscribe(task.TaskId));
        var block = new string('x', 16 * 1024);
        for (var i = 0; i < 300; i++)
        {
            await turn.TextAsync(block, append: i > 0);
        }

        await turn.CompleteAsync();
        Assert.Equal("TASK_STATE_COMPLETED", (await host.CallAsync(Call.Get(task.TaskId))).State);
        // When it reads at last it gets everything, or a Task in place of what it missed.
        var frames = await slow.RestAsync();
        Assert.Equal("TASK_STATE_COMPLETED", frames[^1].State);
        var lastTask = frames.FindLastIndex(frame => frame.Kind == "task");
        var length = frames.Skip(lastTask + 1).Sum(frame => frame.Text?.Length ?? 0)
            + (((string?)frames[lastTask].Response["task"]!["artifacts"]?[0]?["parts"]?[0]?["text"])?.Length ?? 0);
        Assert.Equal(300 * block.Length, length);
    }
}

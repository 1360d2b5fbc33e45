using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Compat.V03;
using CodexA2A.Api.Compat.V03.Translators;
using CodexA2A.Api.Compat.V03.Wire;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Compat;

/// <summary>Beside the recordings of the official client and server: the same members, the same words, the same frames.</summary>
public sealed class CaptureTests
{
    public static TheoryData<string> Rpc => [.. Recordings.Names("v03-compat-jsonrpc-").Concat(Recordings.Names("v03-native-jsonrpc-"))];

    public static TheoryData<string> Rest => [.. Recordings.Names("v03-compat-rest-").Concat(Recordings.Names("v03-native-rest-"))];

    [Fact]
    public void The_recordings_are_there() => Assert.Equal((39, 39), (Rpc.Count, Rest.Count));

    [Theory, MemberData(nameof(Rpc))]
    public void A_recorded_message_comes_back_as_it_was(string recording)
    {
        foreach (var body in Recordings.Bodies(recording))
        {
            foreach (var message in Recordings.Objects(body, item => (string?)item["kind"] == "message"))
            {
                var read = new JsonObject { ["message"] = message.DeepClone() };
                var ours = MessageTranslator.FromRpc(V03Json.Read<RpcSendParams>(Element(read)).Message!, "message");
                AssertSame(message, OfMessage(ours));
            }
        }
    }

    [Theory, MemberData(nameof(Rest))]
    public void A_recorded_message_of_rest_comes_back_as_it_was(string recording)
    {
        foreach (var body in Recordings.Bodies(recording))
        {
            foreach (var message in Recordings.Objects(body, item => item.ContainsKey("messageId") && item.ContainsKey("content")))
            {
                var read = new JsonObject { ["message"] = message.DeepClone() };
                var ours = MessageTranslator.FromRest(V03Json.Read<RestSendRequest>(Element(read)).Message!, "message");
                AssertSame(message, JsonNode.Parse(EventTranslator.ToRest(StreamResponse.FromMessage(ours), false))!["message"]);
            }
        }
    }

    [Theory]
    [InlineData(Binding.JsonRpc, "v03-native-jsonrpc-10-input-stream.txt")]
    [InlineData(Binding.Rest, "v03-native-rest-10-input-stream.txt")]
    public async Task A_stream_that_a_question_closes_is_the_recorded_one(Binding binding, string recording)
    {
        await using var host = await ApiHost.StartAsync();
        await using var stream = await OpenAsync(host, binding);
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        await turn.AskAsync();
        var frames = await stream.RestAsync();
        Assert.Equal(Recordings.Events(recording).Select(Recordings.Text), frames.Select(frame => Recordings.Text(JsonNode.Parse(frame.Data!))));
    }

    [Theory]
    [InlineData(Binding.JsonRpc, "v03-compat-jsonrpc-04-stream.txt")]
    [InlineData(Binding.Rest, "v03-compat-rest-04-stream.txt")]
    public async Task A_stream_of_text_is_the_recorded_one(Binding binding, string recording)
    {
        await using var host = await ApiHost.StartAsync();
        await using var stream = await OpenAsync(host, binding);
        await using var turn = await host.Runner.ClaimAsync();
        await turn.StatusAsync(TaskState.Working, "working");
        await turn.TextAsync("Hello ", append: false);
        await turn.TextAsync("world", last: true);
        await turn.CompleteAsync();
        var frames = await stream.RestAsync();
        Assert.All(frames, frame => Assert.NotNull(frame.Id));
        // The recorded message and artifact with parts of all kinds are compared above.
        var recorded = Recordings.Events(recording).Where((_, index) => index is not (0 or 4)).Select(Recordings.Text);
        Assert.Equal(recorded, frames.Skip(1).Select(frame => Recordings.Text(JsonNode.Parse(frame.Data!))));
    }

    [Fact]
    public void A_webhook_gets_the_recorded_body()
    {
        var recorded = Recordings.Bodies("v03-compat-jsonrpc-14-webhook.txt")[0];
        var task = new AgentTask
        {
            Id = "t",
            ContextId = "c",
            Status = new TaskStatus { State = TaskState.Submitted, Timestamp = DateTimeOffset.UnixEpoch },
            History = [new Message { MessageId = "m", TaskId = "t", ContextId = "c", Role = Role.User, Parts = [Part.FromText("slow")] }],
        };
        Assert.Equal(Recordings.Text(recorded), Recordings.Text(JsonNode.Parse(V03PushBody.Of(task))));
    }

    [Fact]
    public void Webhooks_come_back_as_they_were()
    {
        var rpc = Recordings.Bodies("v03-compat-jsonrpc-15-push-set.txt")[1]["result"]!;
        var ours = V03Json.Read<RpcTaskPushConfig>(Element(rpc));
        AssertSame(rpc, Node(PushConfigTranslator.ToRpc(PushConfigTranslator.From(ours.PushNotificationConfig!, ours.TaskId))));

        var rest = Recordings.Bodies("v03-compat-rest-15-push-set.txt")[1];
        var config = PushConfigTranslator.From(V03Json.Read<RestTaskPushConfig>(Element(rest)).PushNotificationConfig!, ours.TaskId) with
        {
            TaskId = ((string)rest["name"]!).Split('/')[1],
        };
        AssertSame(rest, Node(PushConfigTranslator.ToRest(config)));
    }

    [Fact]
    public async Task An_unknown_task_is_told_as_recorded()
    {
        await using var host = await ApiHost.StartAsync();
        var (response, rest) = await host.SendAsync(V03Call.Request(HttpMethod.Get, "/v1/tasks/nope"));
        var recorded = Recordings.Bodies("v03-compat-rest-07-get-task-notfound.txt")[^1].AsObject();
        Assert.Equal(recorded.Select(pair => pair.Key), rest.Select(pair => pair.Key));
        Assert.Equal((404, (int)recorded["code"]!), ((int)response.StatusCode, (int)rest["code"]!));

        var error = await host.RpcErrorAsync("tasks/get", new JsonObject { ["id"] = "nope" });
        Assert.Equal(["code", "message"], error.Select(pair => pair.Key));
        Assert.Equal((int)Recordings.Bodies("v03-compat-jsonrpc-07-get-task-notfound.txt")[^1]["error"]!["code"]!, (int)error["code"]!);
    }

    private static async Task<SseClient> OpenAsync(ApiHost host, Binding binding) => await host.StreamAsync(
        binding == Binding.JsonRpc
            ? V03Call.Rpc("message/stream", V03Call.Sending(V03Call.RpcMessage("input x"), blocking: true))
            : V03Call.Request(HttpMethod.Post, "/v1/message:stream", V03Call.Sending(V03Call.RestMessage("input x"), blocking: true)),
        binding);

    private static JsonNode? OfMessage(Message message) => JsonNode.Parse(EventTranslator.ToRpc(StreamResponse.FromMessage(message), false));

    private static JsonNode? Node<T>(T value) where T : class => JsonNode.Parse(V03Json.Serialize(value));

    private static JsonElement Element(JsonNode node) => JsonDocument.Parse(node.ToJsonString()).RootElement;

    private static void AssertSame(JsonNode expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"{expected.ToJsonString()}\n{actual?.ToJsonString()}");
}

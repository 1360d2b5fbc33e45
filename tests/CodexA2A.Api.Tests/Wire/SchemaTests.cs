using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Tests.Captures;
using CodexA2A.Api.Tests.Push;
using CodexA2A.Api.Tests.Support;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Proto = CodexA2A.Api.Grpc.Wire;
using Rpc = CodexA2A.Api.Grpc.Rpc;

namespace CodexA2A.Api.Tests.Wire;

/// <summary>
/// Everything that is answered in A2A 1.0 is read as the official Python SDK reads it: by the protobuf library, against the schema,
/// and no unknown member is let through.
/// </summary>
public sealed class SchemaTests
{
    private static readonly JsonParser Strict = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Tasks_messages_and_streams_have_no_member_that_the_schema_has_not(Binding binding)
    {
        await using var host = await StartAsync();
        var agent = new CapturedAgent(host, isNative: false);
        var message = Read<Proto.SendMessageResponse>((await PlayAsync(agent, host.CallAsync(Call.Send("msg hi"), binding))).Result);
        Assert.NotNull(message.Message);

        var sent = await PlayAsync(agent, host.CallAsync(Call.Send("parts please").With(WithMetadata), binding));
        var task = Read<Proto.SendMessageResponse>(sent.Result).Task;
        Assert.Equal(["Text", "Text", "Raw", "Url", "Data", "Data"], task.Artifacts.SelectMany(artifact => artifact.Parts).Select(part => part.ContentCase.ToString()));
        Read<Proto.Task>((await host.CallAsync(Call.Get(task.Id), binding)).Result);
        foreach (var artifacts in (bool[])[false, true])
        {
            var list = await host.CallAsync(new Call(Methods.ListTasks, new JsonObject { ["includeArtifacts"] = artifacts, ["pageSize"] = 1 }), binding);
            Assert.NotEmpty(Read<Proto.ListTasksResponse>(list.Result).NextPageToken);
        }

        Read<Proto.ListTasksResponse>((await host.CallAsync(new Call(Methods.ListTasks, new JsonObject { ["contextId"] = "nobodys" }), binding)).Result);
        Assert.Equal(6, (await ListenAsync(host, agent, Call.Stream("parts stream"), binding)).Count);
        Assert.Single(await ListenAsync(host, agent, Call.Stream("msg stream"), binding));
        Assert.Equal(Proto.TaskState.Failed, (await ListenAsync(host, agent, Call.Stream("throw"), binding))[^1].StatusUpdate.Status.State);
        var asked = await ListenAsync(host, agent, Call.Stream("input x"), binding);
        Assert.Equal(Proto.TaskState.InputRequired, asked[^1].StatusUpdate.Status.State);
        Read<Proto.SendMessageResponse>((await host.CallAsync(Call.Send("here", asked[0].Task.Id), binding)).Result);
        agent.GoOn();
        await using var subscribed = await host.OpenAsync(Call.Subscribe(task.Id, "0-1"), binding);
        Assert.Equal(5, (await subscribed.RestAsync()).Select(frame => Read<Proto.StreamResponse>(frame.Response)).Count());

        Assert.Empty(agent.Failures);
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Webhooks_and_cards_have_none_either(Binding binding)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await StartAsync();
        var task = await host.SubmitAsync();
        var config = new JsonObject
        {
            ["taskId"] = task.TaskId,
            ["id"] = "c",
            ["url"] = receiver.Url,
            ["token"] = "t",
            ["authentication"] = new JsonObject { ["scheme"] = "Bearer", ["credentials"] = "s" },
        };
        Read<Proto.TaskPushNotificationConfig>((await host.CallAsync(new Call(Methods.CreateTaskPushNotificationConfig, config), binding)).Result);
        var named = new JsonObject { ["taskId"] = task.TaskId, ["id"] = "c" };
        Read<Proto.TaskPushNotificationConfig>((await host.CallAsync(new Call(Methods.GetTaskPushNotificationConfig, named), binding)).Result);
        var list = await host.CallAsync(new Call(Methods.ListTaskPushNotificationConfigs, new JsonObject { ["taskId"] = task.TaskId }), binding);
        Assert.Single(Read<Proto.ListTaskPushNotificationConfigsResponse>(list.Result).Configs);
        Read<Proto.AgentCard>((await host.CallAsync(new Call(Methods.GetExtendedAgentCard, []), binding)).Result);
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/.well-known/agent-card.json") { Headers = { { "A2A-Version", "1.0" } } };
        using var card = await host.Http.SendAsync(asked, TestContext.Current.CancellationToken);
        Read<Proto.AgentCard>(JsonNode.Parse(await card.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));

        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        await turn.TextAsync("one", append: false, last: true);
        await turn.CompleteAsync();
        Assert.All(await receiver.ToTheEndAsync(), one => Read<Proto.StreamResponse>(one.Json));
    }

    [Fact]
    public async Task Without_a_version_the_card_has_none_where_the_members_of_0_3_are_off()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:LegacyCardFields"] = "false" });
        Read<Proto.AgentCard>(JsonNode.Parse(await host.Http.GetStringAsync(new Uri("/.well-known/agent-card.json", UriKind.Relative), TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Errors_have_what_google_rpc_Status_has(Binding binding)
    {
        await using var host = await StartAsync();
        Call[] calls = [Call.Get("nope"), Call.Send("").With(request => request.Remove("message")), new("Nope", []), Call.Get("x") with { Token = null }];
        foreach (var call in calls)
        {
            var error = (await host.CallAsync(call, binding)).Error!;
            string[] members = binding == Binding.JsonRpc ? ["code", "message", "data"] : ["code", "status", "message", "details"];
            Assert.Equal(members, error.Select(pair => pair.Key));
            foreach (var detail in error[members[^1]]!.AsArray().Select(detail => detail!.DeepClone().AsObject()))
            {
                var type = (string)detail["@type"]!;
                detail.Remove("@type");
                MessageDescriptor schema = type == ErrorDetail.ErrorInfoType ? Rpc.ErrorInfo.Descriptor : Rpc.BadRequest.Descriptor;
                Assert.Equal("type.googleapis.com/" + schema.FullName, type);
                Strict.Parse(detail.ToJsonString(), schema);
            }
        }
    }

    private static Task<ApiHost> StartAsync() => ApiHost.StartAsync(
        new() { ["Push:AllowedHosts"] = "127.0.0.0/8" }, services: services => services.AddSingleton(new AgentTraits(AnswersDirectly: true)));

    private static void WithMetadata(JsonObject request)
    {
        request["message"]!["metadata"] = new JsonObject { ["mine"] = new JsonObject { ["deep"] = new JsonArray(1, "é") } };
        request["message"]!["extensions"] = new JsonArray("urn:x");
        request["message"]!["referenceTaskIds"] = new JsonArray("t");
    }

    private static async Task<Answer> PlayAsync(CapturedAgent agent, Task<Answer> calling)
    {
        await agent.TakeAsync();
        return await calling;
    }

    private static async Task<List<Proto.StreamResponse>> ListenAsync(ApiHost host, CapturedAgent agent, Call call, Binding binding)
    {
        var opening = host.OpenAsync(call, binding);
        await agent.TakeAsync();
        await using var stream = await opening;
        return (await stream.RestAsync()).ConvertAll(frame => Read<Proto.StreamResponse>(frame.Response));
    }

    private static T Read<T>(JsonNode? json) where T : IMessage, new()
    {
        Assert.NotNull(json);
        return (T)Strict.Parse(json.ToJsonString(), new T().Descriptor);
    }
}

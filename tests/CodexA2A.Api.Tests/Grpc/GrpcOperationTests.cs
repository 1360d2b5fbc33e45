using System.Text.Json.Nodes;
using CodexA2A.Api.Grpc.Mapping;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Protocol.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Proto = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.Api.Tests.Grpc;

/// <summary>Every operation over gRPC says what JSON-RPC says.</summary>
public sealed class GrpcOperationTests
{
    [Fact]
    public async Task A_blocking_send_answers_the_ended_task()
    {
        await using var host = await GrpcHost.StartAsync();
        var sending = host.Client.SendAsync(GrpcClient.Message("hello", immediately: false));
        await using var turn = await host.Api.Runner.ClaimAsync();
        await turn.WorkingAsync();
        await turn.TextAsync("done", append: false, last: true);
        await turn.CompleteAsync();
        var task = (await sending).Message!.Task;
        Assert.Equal(Proto.TaskState.Completed, task.Status.State);
        Assert.Equal("done", task.Artifacts.Single().Parts.Single().Text);
        Assert.Equal(turn.TaskId, task.Id);
        Assert.NotEmpty(task.ContextId);
    }

    [Fact]
    public async Task A_task_is_read_as_in_the_other_bindings()
    {
        await using var host = await GrpcHost.StartAsync();
        var id = await host.Api.CompletedAsync();
        var json = (await host.Api.CallAsync(Call.Get(id))).Result!;
        var task = (await host.Client.GetAsync(id)).Message!;
        Assert.True(JsonNode.DeepEquals(json, JsonNode.Parse(A2AJson.Serialize(task.ToRecord()))), task.ToString());
        var without = await host.Client.CallAsync<Proto.GetTaskRequest, Proto.Task>(Methods.GetTask, new() { Id = id, HistoryLength = 0 });
        Assert.Empty(without.Message!.History);
        Assert.NotEmpty(task.History);
    }

    [Fact]
    public async Task Tasks_are_listed_page_by_page_and_by_filter()
    {
        await using var host = await GrpcHost.StartAsync();
        var ended = await host.Api.CompletedAsync();
        var open = (await host.Api.SubmitAsync()).TaskId;
        var first = (await ListAsync(new() { PageSize = 1 })).Message!;
        Assert.Equal((open, 2, 1), (first.Tasks.Single().Id, first.TotalSize, first.PageSize));
        var second = (await ListAsync(new() { PageSize = 1, PageToken = first.NextPageToken })).Message!;
        Assert.Equal((ended, ""), (second.Tasks.Single().Id, second.NextPageToken));
        Assert.Empty(second.Tasks.Single().Artifacts);
        var filtered = (await ListAsync(new() { Status = Proto.TaskState.Completed, IncludeArtifacts = true, StatusTimestampAfter = new Timestamp { Seconds = 1 } })).Message!;
        Assert.Equal((ended, 1), (filtered.Tasks.Single().Id, filtered.Tasks.Single().Artifacts.Count));
        Assert.Empty((await ListAsync(new() { StatusTimestampAfter = Timestamp.FromDateTime(DateTime.UtcNow.AddDays(1)) })).Message!.Tasks);

        Task<GrpcAnswer<Proto.ListTasksResponse>> ListAsync(Proto.ListTasksRequest request) =>
            host.Client.CallAsync<Proto.ListTasksRequest, Proto.ListTasksResponse>(Methods.ListTasks, request);
    }

    [Fact]
    public async Task A_task_is_canceled_once()
    {
        await using var host = await GrpcHost.StartAsync();
        var id = (await host.Api.SubmitAsync()).TaskId;
        Assert.Equal(Proto.TaskState.Canceled, (await CancelAsync()).Message!.Status.State);
        var ended = await host.Api.CompletedAsync();
        id = ended;
        var refused = await CancelAsync();
        Assert.Equal((StatusCode.FailedPrecondition, "TASK_NOT_CANCELABLE"), (refused.Code, refused.Reason));

        Task<GrpcAnswer<Proto.Task>> CancelAsync() => host.Client.CallAsync<Proto.CancelTaskRequest, Proto.Task>(Methods.CancelTask, new() { Id = id });
    }

    [Fact]
    public async Task The_extended_card_is_the_one_of_the_other_bindings()
    {
        await using var host = await GrpcHost.StartAsync();
        var json = (await host.Api.CallAsync(new Call(Methods.GetExtendedAgentCard, []))).Result!.AsObject();
        var card = (await host.Client.CallAsync<Proto.GetExtendedAgentCardRequest, Proto.AgentCard>(Methods.GetExtendedAgentCard, new())).Message!;
        Assert.Equal(A2AJson.Deserialize<AgentCard>(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString())).ToWire(), card);
        Assert.True(card.Capabilities.Streaming);
        Assert.NotEmpty(card.SecuritySchemes);
        Assert.NotEmpty(card.Capabilities.Extensions);
    }

    [Fact]
    public async Task Webhooks_are_handled_as_in_the_other_bindings()
    {
        await using var host = await GrpcHost.StartAsync();
        var create = await host.Client.CallAsync<Proto.TaskPushNotificationConfig, Proto.TaskPushNotificationConfig>(
            Methods.CreateTaskPushNotificationConfig, new() { TaskId = "unknown", Url = "https://example.org/hook" });
        await SameAsync(Methods.CreateTaskPushNotificationConfig, new() { ["taskId"] = "unknown", ["url"] = "https://example.org/hook" }, create);
        var get = await host.Client.CallAsync<Proto.GetTaskPushNotificationConfigRequest, Proto.TaskPushNotificationConfig>(
            Methods.GetTaskPushNotificationConfig, new() { TaskId = "unknown", Id = "c" });
        await SameAsync(Methods.GetTaskPushNotificationConfig, new() { ["taskId"] = "unknown", ["id"] = "c" }, get);
        var list = await host.Client.CallAsync<Proto.ListTaskPushNotificationConfigsRequest, Proto.ListTaskPushNotificationConfigsResponse>(
            Methods.ListTaskPushNotificationConfigs, new() { TaskId = "unknown" });
        await SameAsync(Methods.ListTaskPushNotificationConfigs, new() { ["taskId"] = "unknown" }, list);
        var delete = await host.Client.CallAsync<Proto.DeleteTaskPushNotificationConfigRequest, Empty>(
            Methods.DeleteTaskPushNotificationConfig, new() { TaskId = "unknown", Id = "c" });
        await SameAsync(Methods.DeleteTaskPushNotificationConfig, new() { ["taskId"] = "unknown", ["id"] = "c" }, delete);

        async Task SameAsync<T>(string operation, JsonObject parameters, GrpcAnswer<T> answer) where T : class
        {
            var other = await host.Api.CallAsync(new Call(operation, parameters));
            Assert.NotNull(other.Error);
            Assert.Equal(other.Reason, answer.Reason);
            Assert.Equal((StatusCode)A2AErrorTable.Get((A2AErrorCode)other.Code!).GrpcStatus, answer.Code);
        }
    }
}

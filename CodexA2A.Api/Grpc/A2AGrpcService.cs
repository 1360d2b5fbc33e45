using CodexA2A.Api.Cards;
using CodexA2A.Api.Grpc.Mapping;
using CodexA2A.Api.Handling;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CodexA2A.Api.Grpc;

/// <summary>The methods of <c>lf.a2a.v1.A2AService</c> (A2A 1.0, 10.4), each over the operation that the other bindings call.</summary>
internal sealed class A2AGrpcService(GrpcCalls calls, A2AOperations operations, CardStore cards)
{
    public Task<Wire.SendMessageResponse> SendAsync(Wire.SendMessageRequest request, ServerCallContext call) =>
        calls.UnaryAsync(call, Methods.SendMessage, async (context, ended) =>
            (await operations.Send.RunAsync(context, request.ToRecord(), ended)).Read<SendMessageResponse>().ToWire());

    public Task StreamAsync(Wire.SendMessageRequest request, IServerStreamWriter<Wire.StreamResponse> writer, ServerCallContext call) =>
        calls.StreamAsync(call, Methods.SendStreamingMessage, (context, ended) => operations.Stream.OpenAsync(context, request.TakeRecord(), ended), writer);

    public Task<Wire.Task> GetAsync(Wire.GetTaskRequest request, ServerCallContext call) =>
        calls.UnaryAsync(call, Methods.GetTask, async (context, ended) =>
            (await operations.Get.RunAsync(context, request.ToRecord(), ended)).Read<AgentTask>().ToWire());

    public Task<Wire.ListTasksResponse> ListAsync(Wire.ListTasksRequest request, ServerCallContext call) =>
        calls.UnaryAsync(call, Methods.ListTasks, async (context, ended) =>
            (await operations.List.RunAsync(context, request.ToRecord(), ended)).Read<ListTasksResponse>().ToWire());

    public Task<Wire.Task> CancelAsync(Wire.CancelTaskRequest request, ServerCallContext call) =>
        calls.UnaryAsync(call, Methods.CancelTask, async (context, ended) =>
            (await operations.Cancel.RunAsync(context, request.ToRecord(), ended)).Read<AgentTask>().ToWire());

    public Task SubscribeAsync(Wire.SubscribeToTaskRequest request, IServerStreamWriter<Wire.StreamResponse> writer, ServerCallContext call) =>
        calls.StreamAsync(call, Methods.SubscribeToTask, (context, ended) => operations.Subscribe.OpenAsync(context, request.ToRecord(), ended), writer);

    public Task<Wire.TaskPushNotificationConfig> CreateConfigAsync(Wire.TaskPushNotificationConfig request, ServerCallContext call) =>
        calls.UnaryAsync(call, Methods.CreateTaskPushNotificationConfig, async (context, ended) =>
            (await operations.Push.CreateAsync(context, request.ToRecord(), ended)).Read<TaskPushNotificationConfig>().ToWire());

    public Task<Wire.TaskPushNotificationConfig> GetConfigAsync(Wire.GetTaskPushNotificationConfigRequest request, ServerCallContext call) =>
        calls.UnaryAsync(call, Methods.GetTaskPushNotificationConfig, async (context, ended) =>
            (await operations.Push.GetAsync(context, request.ToRecord(), ended)).Read<TaskPushNotificationConfig>().ToWire());

    public Task<Wire.ListTaskPushNotificationConfigsResponse> ListConfigsAsync(Wire.ListTaskPushNotificationConfigsRequest request, ServerCallContext call) =>
        calls.UnaryAsync(call, Methods.ListTaskPushNotificationConfigs, async (context, ended) =>
            (await operations.Push.ListAsync(context, request.ToRecord(), ended)).Read<ListTaskPushNotificationConfigsResponse>().ToWire());

    public Task<Empty> DeleteConfigAsync(Wire.DeleteTaskPushNotificationConfigRequest request, ServerCallContext call) =>
        calls.UnaryAsync(call, Methods.DeleteTaskPushNotificationConfig, async (context, ended) =>
        {
            await operations.Push.DeleteAsync(context, request.ToRecord(), ended);
            return new Empty();
        });

    public Task<Wire.AgentCard> GetCardAsync(Wire.GetExtendedAgentCardRequest request, ServerCallContext call) =>
        calls.UnaryAsync(call, Methods.GetExtendedAgentCard, async (context, _) =>
        {
            TenantGuard.Check(context.Owner, request.Tenant);
            return Payload.Raw((await cards.ExtendedAsync(context.Owner.Tenant)).Json).Read<AgentCard>().ToWire();
        });
}

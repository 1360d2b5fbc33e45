using Google.Protobuf.WellKnownTypes;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace CodexA2A.Api.Grpc;

/// <summary>
/// Which method of the wire is which method of <see cref="A2AGrpcService"/>. Written down instead of found by reflection, and with
/// readers of our own (<see cref="GrpcMessages"/>).
/// </summary>
internal sealed class GrpcMethodTable : IServiceMethodProvider<A2AGrpcService>
{
    /// <summary>The service, as in the path of every call.</summary>
    public const string Service = "lf.a2a.v1.A2AService";

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<A2AGrpcService> context)
    {
        var sends = GrpcMessages.Of(Wire.SendMessageRequest.Parser);
        var events = GrpcMessages.Of(Wire.StreamResponse.Parser);
        var tasks = GrpcMessages.Of(Wire.Task.Parser);
        var configs = GrpcMessages.Of(Wire.TaskPushNotificationConfig.Parser);
        Unary(Methods.SendMessage, sends, GrpcMessages.Of(Wire.SendMessageResponse.Parser), (service, request, call) => service.SendAsync(request, call));
        Streaming(Methods.SendStreamingMessage, sends, (service, request, writer, call) => service.StreamAsync(request, writer, call));
        Unary(Methods.GetTask, GrpcMessages.Of(Wire.GetTaskRequest.Parser), tasks, (service, request, call) => service.GetAsync(request, call));
        Unary(Methods.ListTasks, GrpcMessages.Of(Wire.ListTasksRequest.Parser), GrpcMessages.Of(Wire.ListTasksResponse.Parser), (service, request, call) => service.ListAsync(request, call));
        Unary(Methods.CancelTask, GrpcMessages.Of(Wire.CancelTaskRequest.Parser), tasks, (service, request, call) => service.CancelAsync(request, call));
        Streaming(Methods.SubscribeToTask, GrpcMessages.Of(Wire.SubscribeToTaskRequest.Parser), (service, request, writer, call) => service.SubscribeAsync(request, writer, call));
        Unary(Methods.CreateTaskPushNotificationConfig, configs, configs, (service, request, call) => service.CreateConfigAsync(request, call));
        Unary(Methods.GetTaskPushNotificationConfig, GrpcMessages.Of(Wire.GetTaskPushNotificationConfigRequest.Parser), configs,
            (service, request, call) => service.GetConfigAsync(request, call));
        Unary(Methods.ListTaskPushNotificationConfigs, GrpcMessages.Of(Wire.ListTaskPushNotificationConfigsRequest.Parser), GrpcMessages.Of(Wire.ListTaskPushNotificationConfigsResponse.Parser),
            (service, request, call) => service.ListConfigsAsync(request, call));
        Unary(Methods.DeleteTaskPushNotificationConfig, GrpcMessages.Of(Wire.DeleteTaskPushNotificationConfigRequest.Parser), GrpcMessages.Of(Empty.Parser),
            (service, request, call) => service.DeleteConfigAsync(request, call));
        Unary(Methods.GetExtendedAgentCard, GrpcMessages.Of(Wire.GetExtendedAgentCardRequest.Parser), GrpcMessages.Of(Wire.AgentCard.Parser),
            (service, request, call) => service.GetCardAsync(request, call));

        void Unary<TRequest, TResponse>(
            string name, Marshaller<TRequest> requests, Marshaller<TResponse> responses, UnaryServerMethod<A2AGrpcService, TRequest, TResponse> run)
            where TRequest : class
            where TResponse : class =>
            context.AddUnaryMethod(new Method<TRequest, TResponse>(MethodType.Unary, Service, name, requests, responses), [], run);

        void Streaming<TRequest>(string name, Marshaller<TRequest> requests, ServerStreamingServerMethod<A2AGrpcService, TRequest, Wire.StreamResponse> run)
            where TRequest : class =>
            context.AddServerStreamingMethod(new Method<TRequest, Wire.StreamResponse>(MethodType.ServerStreaming, Service, name, requests, events), [], run);
    }
}

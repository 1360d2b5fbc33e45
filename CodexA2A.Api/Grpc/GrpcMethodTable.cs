using System.Buffers;
using CodexA2A.Protocol.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace CodexA2A.Api.Grpc;

/// <summary>
/// Which method of the wire is which method of <see cref="A2AGrpcService"/>. Written down instead of found by reflection, and with
/// readers that say what is wrong with a message that is none.
/// </summary>
internal sealed class GrpcMethodTable : IServiceMethodProvider<A2AGrpcService>
{
    /// <summary>The service, as in the path of every call.</summary>
    public const string Service = "lf.a2a.v1.A2AService";

    /// <summary>Messages inside each other, of which an object of free JSON is three: as deep as JSON is read from outside.</summary>
    private const int DeepLevels = (3 * A2AJsonInput.MaxDepth) + 8;

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<A2AGrpcService> context)
    {
        var sends = Reader(Wire.SendMessageRequest.Parser);
        var events = Reader(Wire.StreamResponse.Parser);
        var tasks = Reader(Wire.Task.Parser);
        var configs = Reader(Wire.TaskPushNotificationConfig.Parser);
        Unary(Methods.SendMessage, sends, Reader(Wire.SendMessageResponse.Parser), (service, request, call) => service.SendAsync(request, call));
        Streaming(Methods.SendStreamingMessage, sends, (service, request, writer, call) => service.StreamAsync(request, writer, call));
        Unary(Methods.GetTask, Reader(Wire.GetTaskRequest.Parser), tasks, (service, request, call) => service.GetAsync(request, call));
        Unary(Methods.ListTasks, Reader(Wire.ListTasksRequest.Parser), Reader(Wire.ListTasksResponse.Parser), (service, request, call) => service.ListAsync(request, call));
        Unary(Methods.CancelTask, Reader(Wire.CancelTaskRequest.Parser), tasks, (service, request, call) => service.CancelAsync(request, call));
        Streaming(Methods.SubscribeToTask, Reader(Wire.SubscribeToTaskRequest.Parser), (service, request, writer, call) => service.SubscribeAsync(request, writer, call));
        Unary(Methods.CreateTaskPushNotificationConfig, configs, configs, (service, request, call) => service.CreateConfigAsync(request, call));
        Unary(Methods.GetTaskPushNotificationConfig, Reader(Wire.GetTaskPushNotificationConfigRequest.Parser), configs,
            (service, request, call) => service.GetConfigAsync(request, call));
        Unary(Methods.ListTaskPushNotificationConfigs, Reader(Wire.ListTaskPushNotificationConfigsRequest.Parser), Reader(Wire.ListTaskPushNotificationConfigsResponse.Parser),
            (service, request, call) => service.ListConfigsAsync(request, call));
        Unary(Methods.DeleteTaskPushNotificationConfig, Reader(Wire.DeleteTaskPushNotificationConfigRequest.Parser), Reader(Empty.Parser),
            (service, request, call) => service.DeleteConfigAsync(request, call));
        Unary(Methods.GetExtendedAgentCard, Reader(Wire.GetExtendedAgentCardRequest.Parser), Reader(Wire.AgentCard.Parser),
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

    private static Marshaller<T> Reader<T>(MessageParser<T> parser) where T : class, IMessage<T> => new(Write, context => Read(parser, context));

    private static void Write<T>(T message, SerializationContext context) where T : class, IMessage<T>
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }

    /// <summary>A message that nests deeper than the library reads by itself, so that whoever handles it can say which member does; null when that is not what is wrong.</summary>
    private static T? ReadDeep<T>(MessageParser<T> parser, byte[] payload) where T : class, IMessage<T>
    {
        try
        {
            using var stream = new MemoryStream(payload);
            using var input = CodedInputStream.CreateWithLimits(stream, int.MaxValue, DeepLevels);
            return parser.ParseFrom(input);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static T Read<T>(MessageParser<T> parser, DeserializationContext context) where T : class, IMessage<T>
    {
        var payload = context.PayloadAsReadOnlySequence();
        try
        {
            return parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException exception)
        {
            return ReadDeep(parser, payload.ToArray()) ?? throw GrpcErrors.From(A2AException.ParseError("The body is no valid message of this method.", exception));
        }
    }
}

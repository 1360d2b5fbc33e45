using CodexA2A.Api.Grpc;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Proto = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.Api.Tests.Support;

/// <summary>Calls the service over gRPC, with the client of the gRPC project.</summary>
internal sealed class GrpcClient : IDisposable
{
    private readonly GrpcChannel channel;
    private readonly string? token;

    public GrpcClient(string address, string? token = ApiHost.Alice, HttpMessageHandler? handler = null)
    {
        channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, MaxReceiveMessageSize = null });
        this.token = token;
    }

    /// <summary>Calls a method; a failure is part of the answer.</summary>
    public async Task<GrpcAnswer<TResponse>> CallAsync<TRequest, TResponse>(
        string method, TRequest request, Metadata? metadata = null, string service = GrpcMethodTable.Service)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(Method<TRequest, TResponse>(MethodType.Unary, service, method), null, Options(metadata), request);
        try
        {
            var response = await call.ResponseAsync.WithLimitAsync("The answer to " + method);
            return new GrpcAnswer<TResponse>(response, null, await call.ResponseHeadersAsync);
        }
        catch (RpcException exception)
        {
            return new GrpcAnswer<TResponse>(null, exception, exception.Trailers);
        }
    }

    /// <summary>Opens a stream.</summary>
    public AsyncServerStreamingCall<TResponse> Open<TRequest, TResponse>(
        string method, TRequest request, Metadata? metadata = null, string service = GrpcMethodTable.Service, CancellationTokenSource? gone = null)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        channel.CreateCallInvoker().AsyncServerStreamingCall(
            Method<TRequest, TResponse>(MethodType.ServerStreaming, service, method), null, Options(metadata, gone), request);

    public AsyncServerStreamingCall<Proto.StreamResponse> Subscribe(string id, string? after = null) =>
        Open<Proto.SubscribeToTaskRequest, Proto.StreamResponse>(
            Methods.SubscribeToTask, new() { Id = id }, after is null ? null : new Metadata { { "last-event-id", after } });

    public AsyncDuplexStreamingCall<TRequest, TResponse> Duplex<TRequest, TResponse>(string service, string method)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        channel.CreateCallInvoker().AsyncDuplexStreamingCall(Method<TRequest, TResponse>(MethodType.DuplexStreaming, service, method), null, Options(null));

    public Task<GrpcAnswer<Proto.Task>> GetAsync(string id, Metadata? metadata = null) =>
        CallAsync<Proto.GetTaskRequest, Proto.Task>(Methods.GetTask, new() { Id = id }, metadata);

    public Task<GrpcAnswer<Proto.SendMessageResponse>> SendAsync(Proto.SendMessageRequest request, Metadata? metadata = null) =>
        CallAsync<Proto.SendMessageRequest, Proto.SendMessageResponse>(Methods.SendMessage, request, metadata);

    /// <summary>Sends bytes that may be no message at all.</summary>
    public async Task<GrpcAnswer<byte[]>> RawAsync(string method, byte[] request, Metadata? metadata = null)
    {
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(Raw(MethodType.Unary, method), null, Options(metadata), request);
        try
        {
            return new GrpcAnswer<byte[]>(await call.ResponseAsync.WithLimitAsync("The answer to " + method), null, await call.ResponseHeadersAsync);
        }
        catch (RpcException exception)
        {
            return new GrpcAnswer<byte[]>(null, exception, exception.Trailers);
        }
    }

    /// <summary>Opens a stream of messages that are left as they are.</summary>
    public AsyncServerStreamingCall<byte[]> OpenRaw(string method, byte[] request, Metadata? metadata, string service = GrpcMethodTable.Service) =>
        channel.CreateCallInvoker().AsyncServerStreamingCall(Raw(MethodType.ServerStreaming, method, service), null, Options(metadata), request);

    public static Proto.SendMessageRequest Message(string text, bool immediately = true) => new()
    {
        Message = new() { MessageId = Guid.NewGuid().ToString(), Role = Proto.Role.User, Parts = { new Proto.Part { Text = text } } },
        Configuration = new() { ReturnImmediately = immediately },
    };

    public void Dispose() => channel.Dispose();

    private CallOptions Options(Metadata? metadata, CancellationTokenSource? gone = null)
    {
        metadata ??= [];
        if (token is not null) metadata.Add("authorization", $"Bearer {token}");
        return new CallOptions(metadata, cancellationToken: gone?.Token ?? TestContext.Current.CancellationToken);
    }

    private static Method<byte[], byte[]> Raw(MethodType type, string name, string service = GrpcMethodTable.Service)
    {
        var same = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);
        return new(type, service, name, same, same);
    }

    private static Method<TRequest, TResponse> Method<TRequest, TResponse>(MethodType type, string service, string name)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        new(type, service, name, Marshaller<TRequest>(), Marshaller<TResponse>());

    private static Marshaller<T> Marshaller<T>() where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return Marshallers.Create(message => message.ToByteArray(), parser.ParseFrom);
    }
}

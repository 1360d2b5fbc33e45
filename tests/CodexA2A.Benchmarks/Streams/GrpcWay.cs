using System.Runtime.CompilerServices;
using CodexA2A.Api.Grpc;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Wire = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.Benchmarks.Streams;

/// <summary>gRPC without TLS: all streams on one connection, as a channel has them.</summary>
internal sealed class GrpcWay(string address, string token) : IStreamWay
{
    private static readonly Method<Wire.SubscribeToTaskRequest, Wire.StreamResponse> Subscribe = new(
        MethodType.ServerStreaming, GrpcMethodTable.Service, Methods.SubscribeToTask, Marshaller(Wire.SubscribeToTaskRequest.Parser), Marshaller(Wire.StreamResponse.Parser));

    private readonly GrpcChannel _channel = GrpcChannel.ForAddress($"http://{address}", new GrpcChannelOptions { MaxReceiveMessageSize = null });

    public string Name => "gRPC";

    public async IAsyncEnumerable<string?> FollowAsync(string taskId, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var metadata = new Metadata { { "authorization", $"Bearer {token}" } };
        if (after is not null)
        {
            metadata.Add("last-event-id", after);
        }

        using var call = _channel.CreateCallInvoker().AsyncServerStreamingCall(
            Subscribe, null, new CallOptions(metadata, cancellationToken: cancellationToken), new Wire.SubscribeToTaskRequest { Id = taskId });
        await foreach (var item in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            yield return item.ArtifactUpdate?.Artifact.Parts[0].Text;
        }
    }

    public void Dispose() => _channel.Dispose();

    private static Marshaller<T> Marshaller<T>(MessageParser<T> parser) where T : class, IMessage<T> => new(
        (message, context) =>
        {
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
}

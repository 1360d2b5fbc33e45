using System.Buffers;
using CodexA2A.Protocol.Json;
using Google.Protobuf;
using Grpc.Core;

namespace CodexA2A.Api.Grpc;

/// <summary>Reads and writes messages; what is none is told as in the other bindings.</summary>
internal static class GrpcMessages
{
    /// <summary>Messages inside each other, of which an object of free JSON is three: as deep as JSON is read from outside.</summary>
    private const int DeepLevels = (3 * A2AJsonInput.MaxDepth) + 8;

    /// <summary>Both for one type.</summary>
    public static Marshaller<T> Of<T>(MessageParser<T> parser) where T : class, IMessage<T> => new(Write, context => Read(parser, context));

    private static void Write<T>(T message, SerializationContext context) where T : class, IMessage<T>
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
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
}

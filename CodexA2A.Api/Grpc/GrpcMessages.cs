using Google.Protobuf;
using Grpc.Core;

namespace CodexA2A.Api.Grpc;

/// <summary>Reads and writes messages; what is none is told as in the other bindings.</summary>
internal static class GrpcMessages
{
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
        try
        {
            return parser.ParseFrom(context.PayloadAsReadOnlySequence());
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw GrpcErrors.From(A2AException.ParseError("The body is no valid message of this method.", exception));
        }
    }
}

namespace CodexA2A.Api.Grpc.Mapping;

/// <summary>Message (A2A 1.0, 4.1.4).</summary>
internal static class Messages
{
    public static Wire.Message ToWire(this Message message)
    {
        var wire = new Wire.Message
        {
            MessageId = message.MessageId,
            ContextId = message.ContextId ?? "",
            TaskId = message.TaskId ?? "",
            Role = (Wire.Role)message.Role,
            Metadata = message.Metadata.ToStruct(),
        };
        wire.Parts.AddAll(message.Parts, Parts.ToWire);
        wire.Extensions.AddAll(message.Extensions);
        wire.ReferenceTaskIds.AddAll(message.ReferenceTaskIds);
        return wire;
    }

    public static Message ToRecord(this Wire.Message wire) => new()
    {
        MessageId = wire.MessageId,
        ContextId = wire.ContextId.OrNull(),
        TaskId = wire.TaskId.OrNull(),
        Role = (Role)wire.Role,
        Parts = wire.Parts.Read(Parts.ToRecord),
        Metadata = wire.Metadata.ToJson("message.metadata"),
        Extensions = wire.Extensions.OrNull(),
        ReferenceTaskIds = wire.ReferenceTaskIds.OrNull(),
    };
}

namespace CodexA2A.Api.Grpc.Mapping;

/// <summary>SendMessage and SendStreamingMessage (A2A 1.0, 3.1.1 and 3.1.2).</summary>
internal static class Sends
{
    /// <summary>The request; without a message it is refused by who runs it.</summary>
    public static SendMessageRequest ToRecord(this Wire.SendMessageRequest wire) => new()
    {
        Tenant = wire.Tenant.OrNull(),
        Message = wire.Message?.ToRecord()!,
        Configuration = wire.Configuration?.ToRecord(),
        Metadata = wire.Metadata.ToJson(),
    };

    /// <summary>The request, of which nothing is left in <paramref name="wire"/>: the server holds that one until the stream ends, which may be hours.</summary>
    public static SendMessageRequest TakeRecord(this Wire.SendMessageRequest wire)
    {
        var record = wire.ToRecord();
        (wire.Message, wire.Configuration, wire.Metadata) = (null, null, null);
        return record;
    }

    public static Wire.SendMessageRequest ToWire(this SendMessageRequest request) => new()
    {
        Tenant = request.Tenant ?? "",
        Message = request.Message.ToWire(),
        Configuration = request.Configuration?.ToWire(),
        Metadata = request.Metadata.ToStruct(),
    };

    public static Wire.SendMessageResponse ToWire(this SendMessageResponse response) =>
        response.Task is { } task ? new() { Task = task.ToWire() } : new() { Message = response.Message!.ToWire() };

    public static SendMessageResponse ToRecord(this Wire.SendMessageResponse wire) => new() { Task = wire.Task?.ToRecord(), Message = wire.Message?.ToRecord() };

    private static SendMessageConfiguration ToRecord(this Wire.SendMessageConfiguration wire) => new()
    {
        AcceptedOutputModes = wire.AcceptedOutputModes.OrNull(),
        TaskPushNotificationConfig = wire.TaskPushNotificationConfig?.ToRecord(),
        HistoryLength = wire.HasHistoryLength ? wire.HistoryLength : null,
        ReturnImmediately = wire.ReturnImmediately,
    };

    private static Wire.SendMessageConfiguration ToWire(this SendMessageConfiguration configuration)
    {
        var wire = new Wire.SendMessageConfiguration
        {
            TaskPushNotificationConfig = configuration.TaskPushNotificationConfig?.ToWire(),
            ReturnImmediately = configuration.ReturnImmediately,
        };
        wire.AcceptedOutputModes.AddAll(configuration.AcceptedOutputModes);
        if (configuration.HistoryLength is { } length) wire.HistoryLength = length;
        return wire;
    }
}

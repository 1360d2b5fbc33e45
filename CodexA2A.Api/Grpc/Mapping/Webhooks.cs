namespace CodexA2A.Api.Grpc.Mapping;

/// <summary>Webhooks and the requests about them (A2A 1.0, 3.1.7 to 3.1.10).</summary>
internal static class Webhooks
{
    public static Wire.TaskPushNotificationConfig ToWire(this TaskPushNotificationConfig config) => new()
    {
        Tenant = config.Tenant ?? "",
        Id = config.Id ?? "",
        TaskId = config.TaskId ?? "",
        Url = config.Url,
        Token = config.Token ?? "",
        Authentication = config.Authentication is { } given ? new() { Scheme = given.Scheme, Credentials = given.Credentials ?? "" } : null,
    };

    public static TaskPushNotificationConfig ToRecord(this Wire.TaskPushNotificationConfig wire) => new()
    {
        Tenant = wire.Tenant.OrNull(),
        Id = wire.Id.OrNull(),
        TaskId = wire.TaskId.OrNull(),
        Url = wire.Url,
        Token = wire.Token.OrNull(),
        Authentication = wire.Authentication is { } given ? new() { Scheme = given.Scheme, Credentials = given.Credentials.OrNull() } : null,
    };

    public static GetTaskPushNotificationConfigRequest ToRecord(this Wire.GetTaskPushNotificationConfigRequest wire) =>
        new() { Tenant = wire.Tenant.OrNull(), TaskId = wire.TaskId, Id = wire.Id };

    public static DeleteTaskPushNotificationConfigRequest ToRecord(this Wire.DeleteTaskPushNotificationConfigRequest wire) =>
        new() { Tenant = wire.Tenant.OrNull(), TaskId = wire.TaskId, Id = wire.Id };

    public static ListTaskPushNotificationConfigsRequest ToRecord(this Wire.ListTaskPushNotificationConfigsRequest wire) =>
        new() { Tenant = wire.Tenant.OrNull(), TaskId = wire.TaskId, PageSize = wire.PageSize, PageToken = wire.PageToken.OrNull() };

    public static Wire.ListTaskPushNotificationConfigsResponse ToWire(this ListTaskPushNotificationConfigsResponse response)
    {
        var wire = new Wire.ListTaskPushNotificationConfigsResponse { NextPageToken = response.NextPageToken ?? "" };
        wire.Configs.AddAll(response.Configs, ToWire);
        return wire;
    }
}

using System.Text.Json;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Dialects;

/// <summary>
/// What a2a-dotnet (1.0.0-preview3) writes of webhooks in place of the specification's: nested in the request, by the name of A2A 0.3, or
/// without its last letter. Where both are given, the specification's counts.
/// </summary>
internal static class NestedPushConfig
{
    /// <summary>Its name for ListTaskPushNotificationConfigs.</summary>
    public const string ListAlias = "ListTaskPushNotificationConfig";

    /// <summary>Reads CreateTaskPushNotificationConfig in either form.</summary>
    public static TaskPushNotificationConfig Read(JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object || !parameters.TryGetProperty("config"u8, out var nested) || nested.ValueKind != JsonValueKind.Object
            || parameters.TryGetProperty("url"u8, out _))
        {
            return A2AJsonInput.Read<TaskPushNotificationConfig>(parameters);
        }

        var config = A2AJsonInput.Read<TaskPushNotificationConfig>(nested, "config");
        return config with
        {
            TaskId = Text(parameters, "taskId"u8) ?? config.TaskId,
            Id = config.Id ?? Text(parameters, "configId"u8),
            Tenant = Text(parameters, "tenant"u8) ?? config.Tenant,
        };
    }

    /// <summary>Reads a send, whose webhook may have the name of A2A 0.3.</summary>
    public static SendMessageRequest ReadSend(JsonElement parameters)
    {
        var request = A2AJsonInput.Read<SendMessageRequest>(parameters);
        if (request.Configuration is not { TaskPushNotificationConfig: null } configuration
            || !parameters.TryGetProperty("configuration"u8, out var given)
            || !given.TryGetProperty("pushNotificationConfig"u8, out var webhook) || webhook.ValueKind == JsonValueKind.Null)
        {
            return request;
        }

        var config = A2AJsonInput.Read<TaskPushNotificationConfig>(webhook, "configuration.pushNotificationConfig");
        return request with { Configuration = configuration with { TaskPushNotificationConfig = config } };
    }

    private static string? Text(JsonElement parameters, ReadOnlySpan<byte> name) =>
        parameters.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

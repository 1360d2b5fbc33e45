using System.Text.Json;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Dialects;

/// <summary>What a2a-dotnet (1.0.0-preview3) writes in place of the specification's: the configuration nested in the request, and a name without its last letter.</summary>
internal static class NestedPushConfig
{
    /// <summary>Its name for ListTaskPushNotificationConfigs.</summary>
    public const string ListAlias = "ListTaskPushNotificationConfig";

    /// <summary>Reads either form.</summary>
    public static TaskPushNotificationConfig Read(JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object || !parameters.TryGetProperty("config"u8, out var nested) || nested.ValueKind != JsonValueKind.Object
            || parameters.TryGetProperty("url"u8, out _))
        {
            return A2AJsonInput.Read<TaskPushNotificationConfig>(parameters);
        }

        var config = A2AJsonInput.Read<TaskPushNotificationConfig>(nested);
        return config with { TaskId = Text(parameters, "taskId"u8) ?? config.TaskId, Id = config.Id ?? Text(parameters, "configId"u8) };
    }

    private static string? Text(JsonElement parameters, ReadOnlySpan<byte> name) =>
        parameters.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

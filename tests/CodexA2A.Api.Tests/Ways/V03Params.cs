using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>The params of a call of A2A 1.0 as those of 0.3, by hand and not by the translators, which are what is tested.</summary>
internal static class V03Params
{
    public static JsonObject Of(Call call, bool rest)
    {
        var given = call.Params.DeepClone().AsObject();
        switch (call.Operation)
        {
            case Methods.SendMessage or Methods.SendStreamingMessage:
                if (given["message"] is JsonObject message) ChangeMessage(message, rest);
                if (given["configuration"] is JsonObject configuration) ChangeConfiguration(configuration, rest);
                return given;
            case Methods.CreateTaskPushNotificationConfig:
                var taskId = given["taskId"]?.DeepClone();
                given.Remove("taskId");
                var created = new JsonObject { ["pushNotificationConfig"] = Push(given) };
                return rest ? new JsonObject { ["config"] = created } : new JsonObject(created.Select(Clone)) { ["taskId"] = taskId };
            case Methods.GetTaskPushNotificationConfig or Methods.DeleteTaskPushNotificationConfig or Methods.ListTaskPushNotificationConfigs:
                return new JsonObject { ["id"] = given["taskId"]?.DeepClone(), ["pushNotificationConfigId"] = given["id"]?.DeepClone() };
            default:
                return given;
        }
    }

    private static void ChangeMessage(JsonObject message, bool rest)
    {
        if (!rest)
        {
            message["kind"] = "message";
            if ((string?)message["role"] is "ROLE_USER" or "ROLE_AGENT") message["role"] = ((string)message["role"]!)[5..].ToLowerInvariant();
        }

        if (message["parts"] is not JsonArray parts) return;
        message.Remove("parts");
        message[rest ? "content" : "parts"] = new JsonArray([.. parts.Select(part => Part(part!.AsObject(), rest))]);
    }

    private static JsonObject Part(JsonObject part, bool rest)
    {
        var changed = new JsonObject();
        if (part["metadata"] is { } metadata) changed["metadata"] = metadata.DeepClone();
        if (part["text"] is { } text) changed["text"] = text.DeepClone();
        if (part["data"] is { } data)
        {
            var value = data is JsonObject ? data.DeepClone() : new JsonObject { ["value"] = data.DeepClone() };
            if (data is not JsonObject) changed["metadata"] = new JsonObject { ["data_part_compat"] = true };
            changed["data"] = rest ? new JsonObject { ["data"] = value } : value;
        }

        if (part["raw"] is not null || part["url"] is not null)
        {
            var file = new JsonObject();
            Move("raw", rest ? "fileWithBytes" : "bytes");
            Move("url", rest ? "fileWithUri" : "uri");
            Move("mediaType", "mimeType");
            Move("filename", "name");
            changed["file"] = file;

            void Move(string from, string to)
            {
                if (part[from] is { } node) file[to] = node.DeepClone();
            }
        }

        if (!rest) changed["kind"] = part["text"] is not null ? "text" : part["data"] is not null ? "data" : "file";
        return changed;
    }

    private static void ChangeConfiguration(JsonObject configuration, bool rest)
    {
        configuration["blocking"] = (bool?)configuration["returnImmediately"] is not true;
        configuration.Remove("returnImmediately");
        if (configuration["taskPushNotificationConfig"] is not JsonObject push) return;
        configuration.Remove("taskPushNotificationConfig");
        configuration[rest ? "pushNotification" : "pushNotificationConfig"] = Push(push);
    }

    private static JsonObject Push(JsonObject config)
    {
        var changed = config.DeepClone().AsObject();
        if (changed["authentication"] is not JsonObject authentication) return changed;
        authentication["schemes"] = new JsonArray(authentication["scheme"]?.DeepClone());
        authentication.Remove("scheme");
        return changed;
    }

    private static KeyValuePair<string, JsonNode?> Clone(KeyValuePair<string, JsonNode?> member) => new(member.Key, member.Value?.DeepClone());
}

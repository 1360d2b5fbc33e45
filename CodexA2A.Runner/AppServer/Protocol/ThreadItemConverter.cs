using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>
/// Chooses the record by <c>type</c>, wherever that stands in the object. An unknown kind, and a known one whose
/// fields do not fit, become <see cref="UnknownItem"/>: an item must never cost us the notification it came in.
/// </summary>
internal sealed class ThreadItemConverter : JsonConverter<ThreadItem>
{
    /// <inheritdoc/>
    public override ThreadItem Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An item is an object.");
        var start = reader;
        var type = FindType(reader);
        if (TypeInfo(type) is { } info)
        {
            try
            {
                return (ThreadItem)JsonSerializer.Deserialize(ref reader, info)!;
            }
            catch (JsonException)
            {
                reader = start;
            }
        }

        var raw = JsonElement.ParseValue(ref reader);
        return new UnknownItem(type ?? "", raw) { Id = raw.TextOf("id") ?? "" };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ThreadItem value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Items come from Codex and are never sent to it.");

    private static string? FindType(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType)
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
        }

        return null;
    }

    /// <summary>The record of a kind; null when there is none.</summary>
    internal static JsonTypeInfo? TypeInfo(string? type) => type switch
    {
        "userMessage" => AppServerJson.Default.UserMessageItem,
        "agentMessage" => AppServerJson.Default.AgentMessageItem,
        "reasoning" => AppServerJson.Default.ReasoningItem,
        "plan" => AppServerJson.Default.PlanItem,
        "commandExecution" => AppServerJson.Default.CommandExecutionItem,
        "fileChange" => AppServerJson.Default.FileChangeItem,
        "mcpToolCall" => AppServerJson.Default.McpToolCallItem,
        "dynamicToolCall" => AppServerJson.Default.DynamicToolCallItem,
        "collabAgentToolCall" => AppServerJson.Default.CollabAgentToolCallItem,
        "subAgentActivity" => AppServerJson.Default.SubAgentActivityItem,
        "webSearch" => AppServerJson.Default.WebSearchItem,
        "imageView" => AppServerJson.Default.ImageViewItem,
        "imageGeneration" => AppServerJson.Default.ImageGenerationItem,
        "sleep" => AppServerJson.Default.SleepItem,
        "functionCallOutput" => AppServerJson.Default.FunctionCallOutputItem,
        "hookPrompt" => AppServerJson.Default.HookPromptItem,
        "enteredReviewMode" => AppServerJson.Default.EnteredReviewModeItem,
        "exitedReviewMode" => AppServerJson.Default.ExitedReviewModeItem,
        "contextCompaction" => AppServerJson.Default.ContextCompactionItem,
        _ => null,
    };
}

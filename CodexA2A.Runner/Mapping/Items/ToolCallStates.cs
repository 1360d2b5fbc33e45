using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>Calls of tools outside Codex: those of MCP servers, and those that the client lends.</summary>
internal static class ToolCallStates
{
    /// <summary>An MCP tool.</summary>
    public static ToolState From(McpToolCallItem item, bool ended)
    {
        var input = new JsonObject { ["server"] = item.Server };
        Set(input, "arguments", BoundedJson.From(item.Arguments));
        var output = new JsonObject();
        Set(output, "content", BoundedJson.From(item.Result?.Content));
        Set(output, "structured_content", BoundedJson.From(item.Result?.StructuredContent));
        SetDuration(output, item.DurationMs);
        return new ToolState("mcpToolCall", item.Tool ?? "unknown", ToolStatuses.From(item.Status, ended))
        {
            Title = $"{item.Server}: {item.Tool}",
            Input = input,
            Output = output.Count == 0 ? null : output,
            Error = item.Error is { } error ? new JsonObject { ["message"] = ClientText.Clean(error.Message ?? "The tool failed.") } : null,
        };
    }

    /// <summary>A dynamic tool.</summary>
    public static ToolState From(DynamicToolCallItem item, bool ended)
    {
        var input = new JsonObject();
        Set(input, "namespace", item.Namespace);
        Set(input, "arguments", BoundedJson.From(item.Arguments));
        var output = new JsonObject();
        if (item.ContentItems is { Count: > 0 } content)
        {
            var list = new JsonArray();
            foreach (var entry in content)
            {
                var shown = new JsonObject { ["type"] = entry.Type };
                Set(shown, "text", entry.Text is { } text ? BoundedText.FirstAndLast(text, Streams.EventSizes.ToolData / content.Count).Text : null);
                Set(shown, "image_url", entry.ImageUrl is { Length: <= 2048 } url ? url : null);
                list.Add((JsonNode)shown);
            }

            output["content"] = list;
        }

        Set(output, "success", item.Success);
        SetDuration(output, item.DurationMs);
        var status = item.Success == false && ended ? ToolStatuses.Failed : ToolStatuses.From(item.Status, ended);
        return new ToolState("dynamicToolCall", item.Tool ?? "unknown", status)
        {
            Title = item.Namespace is null ? item.Tool : $"{item.Namespace}: {item.Tool}",
            Input = input,
            Output = output.Count == 0 ? null : output,
        };
    }

    private static void SetDuration(JsonObject output, long? milliseconds) => Set(output, "duration_ms", milliseconds);

    private static void Set(JsonObject target, string name, JsonNode? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }
}

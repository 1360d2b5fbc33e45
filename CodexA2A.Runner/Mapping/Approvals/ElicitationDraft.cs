using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Approvals;

/// <summary>An MCP server asks the user, or Codex asks whether one of its tools may run.</summary>
internal static class ElicitationDraft
{
    /// <summary>The question.</summary>
    public static InterruptDraft From(ElicitationRequest request)
    {
        var details = new JsonObject { ["server_name"] = request.ServerName, ["mode"] = request.Mode };
        if (request.IsToolApproval)
        {
            details["permission"] = "mcp_tool";
            details["available_decisions"] = CommandDraft.Strings(ToolPersistence.Decisions(request));
        }

        CommandDraft.Set(details, "requested_schema", BoundedJson.From(request.RequestedSchema, InterruptDrafts.MaxDetail));
        CommandDraft.Set(details, "url", request.Url);
        CommandDraft.Set(details, "elicitation_id", request.ElicitationId);
        CommandDraft.Set(details, "meta", BoundedJson.From(request.Meta, InterruptDrafts.MaxDetail));
        return InterruptDraft.Create(InterruptTypes.Elicitation, details, request.IsToolApproval ? ToolMessage(request) : Message(request));
    }

    /// <summary>A member of the request's metadata, if it is text.</summary>
    internal static string? Meta(ElicitationRequest request, string name) =>
        request.Meta is { ValueKind: JsonValueKind.Object } meta && meta.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    private static string ToolMessage(ElicitationRequest request)
    {
        var tool = Meta(request, "tool_name") ?? Meta(request, "tool_title") ?? "a tool";
        var arguments = request.Meta is { ValueKind: JsonValueKind.Object } meta && meta.TryGetProperty("tool_params", out var value)
            ? $"\nwith: {BoundedText.FirstAndLast(value.GetRawText(), 2048).Text}" : "";
        return $"Codex wants to use {tool} of {request.ServerName}.{arguments}\n{ToolPersistence.HowToDecide(request)}";
    }

    private static string Message(ElicitationRequest request)
    {
        var asks = $"{request.ServerName} asks: {BoundedText.FirstAndLast(request.Message ?? "", 2048).Text}";
        return request.Mode == "url"
            ? $"{asks}\nOpen {request.Url} and then reply approve, or reply deny or cancel."
            : $"{asks}\nReply with the filled form as one data part, or reply deny or cancel.";
    }
}

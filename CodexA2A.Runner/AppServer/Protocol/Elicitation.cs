using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>
/// <c>mcpServer/elicitation/request</c>: an MCP server asks the user, or Codex asks whether one of its tools may run
/// (<see cref="Meta"/> then has <c>codex_approval_kind</c> = <c>mcp_tool_call</c>).
/// <see cref="Mode"/>: <c>form</c>, <c>openai/form</c>, <c>url</c>, …
/// </summary>
internal sealed record ElicitationRequest(
    string? ServerName = null,
    string? Mode = null,
    string? Message = null,
    JsonElement? RequestedSchema = null,
    string? Url = null,
    string? ElicitationId = null,
    [property: JsonPropertyName("_meta")] JsonElement? Meta = null) : ServerRequest
{
    /// <summary>True when the question is whether an MCP tool may run: accept with an empty object.</summary>
    [JsonIgnore]
    public bool IsToolApproval => Meta is { ValueKind: JsonValueKind.Object } meta
        && meta.TryGetProperty("codex_approval_kind", out var kind)
        && kind.ValueKind == JsonValueKind.String && kind.ValueEquals("mcp_tool_call"u8);
}

/// <summary>Answer: <see cref="Action"/> is <c>accept</c>, <c>decline</c> or <c>cancel</c>; content only with accept.</summary>
internal sealed record ElicitationResponse(
    string Action,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? Content = null,
    [property: JsonPropertyName("_meta"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? Meta = null) : ServerRequestResponse;

using System.Text.Json;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary><c>item/tool/call</c>: run one of the tools that <c>thread/start</c> declared.</summary>
internal sealed record DynamicToolCallRequest(
    string CallId,
    string? Namespace = null,
    string? Tool = null,
    JsonElement? Arguments = null) : ServerRequest;

/// <summary>Output of the tool.</summary>
internal sealed record DynamicToolCallResponse(IReadOnlyList<DynamicToolContent> ContentItems, bool Success) : ServerRequestResponse;

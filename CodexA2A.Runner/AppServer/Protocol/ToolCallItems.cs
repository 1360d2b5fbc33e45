using System.Text.Json;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>A call of an MCP server's tool. <see cref="Status"/>: <c>inProgress</c>, <c>completed</c>, <c>failed</c>.</summary>
internal sealed record McpToolCallItem(
    string? Server = null,
    string? Tool = null,
    string? Status = null,
    JsonElement? Arguments = null,
    McpToolCallResult? Result = null,
    McpToolCallError? Error = null,
    long? DurationMs = null) : ThreadItem;

/// <summary>What an MCP tool gave back.</summary>
internal sealed record McpToolCallResult(IReadOnlyList<JsonElement>? Content = null, JsonElement? StructuredContent = null);

/// <summary>Why an MCP tool failed.</summary>
internal sealed record McpToolCallError(string? Message = null);

/// <summary>A call of a tool that the client itself runs.</summary>
internal sealed record DynamicToolCallItem(
    string? Namespace = null,
    string? Tool = null,
    string? Status = null,
    JsonElement? Arguments = null,
    IReadOnlyList<DynamicToolContent>? ContentItems = null,
    bool? Success = null,
    long? DurationMs = null) : ThreadItem;

/// <summary>Output of a dynamic tool: <c>inputText</c> with a text or <c>inputImage</c> with an image URL.</summary>
internal sealed record DynamicToolContent(string Type, string? Text = null, string? ImageUrl = null);

/// <summary>The bare output of a function call, where no other item stands for it.</summary>
internal sealed record FunctionCallOutputItem(string? Name = null, string? Namespace = null, JsonElement? Output = null) : ThreadItem;

/// <summary>A web search; <see cref="Results"/> are opaque.</summary>
internal sealed record WebSearchItem(string? Query = null, WebSearchAction? Action = null, IReadOnlyList<JsonElement>? Results = null) : ThreadItem;

/// <summary>What was searched: <c>search</c>, <c>openPage</c>, <c>findInPage</c> or <c>other</c>.</summary>
internal sealed record WebSearchAction(
    string? Type = null,
    string? Query = null,
    IReadOnlyList<string>? Queries = null,
    string? Url = null,
    string? Pattern = null);

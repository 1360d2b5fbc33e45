using System.Text.Json.Nodes;

namespace CodexA2A.ScriptedModel.Tests.RealCodex;

/// <summary>One line that Codex wrote.</summary>
internal sealed class CodexLine(string text)
{
    public string Text { get; } = text;

    public JsonObject Json { get; } = JsonNode.Parse(text)!.AsObject();

    public string? Method => Json["method"]?.GetValue<string>();

    public int? Id => Json["id"] is JsonValue id && id.TryGetValue<int>(out var number) ? number : null;

    /// <summary>True for a request that waits for an answer.</summary>
    public bool IsRequest => Method is not null && Json["id"] is not null;

    public JsonNode? Params => Json["params"];

    public string? ThreadId => Params?["threadId"]?.GetValue<string>() ?? Params?["thread"]?["id"]?.GetValue<string>();

    public string? ItemType => Params?["item"]?["type"]?.GetValue<string>();

    public string? ItemStatus => Params?["item"]?["status"]?.GetValue<string>();
}

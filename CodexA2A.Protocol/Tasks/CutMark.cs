using System.Text.Json.Nodes;

namespace CodexA2A.Protocol;

/// <summary>Says what was cut, as a counter in <c>metadata.codex</c>.</summary>
internal static class CutMark
{
    /// <summary>Bytes of content that were left out.</summary>
    internal const string Bytes = "truncated_bytes";

    /// <summary>The metadata with <paramref name="more"/> added to the counter; what was given stays as it is.</summary>
    internal static JsonObject Add(JsonObject? metadata, string name, long more)
    {
        var marked = (JsonObject?)metadata?.DeepClone() ?? [];
        if (marked["codex"] is not JsonObject codex) marked["codex"] = codex = [];
        // A client's own metadata may hold any number under this name.
        codex[name] = more + (codex[name] is JsonValue value && value.TryGetValue(out long before) && before is >= 0 and <= long.MaxValue / 2 ? before : 0);
        return marked;
    }
}

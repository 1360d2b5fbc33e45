using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>
/// JSON of A2A 1.0 in one form: without what is empty or a point in time, names in order, and every id by the number under which it
/// first came up, so that ids that are the same stay the same.
/// </summary>
internal sealed class Normal
{
    private static readonly string[] Ids = ["id", "taskId", "contextId", "messageId", "event_id", "nextPageToken"];

    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);

    public JsonNode? Of(JsonNode? node, string name = "") => node switch
    {
        JsonObject members => Of(members),
        JsonArray { Count: 0 } => null,
        JsonArray items => new JsonArray([.. items.Select(item => Of(item))]),
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag ? true : null,
        JsonValue value when value.TryGetValue<string>(out var text) => text.Length == 0 ? null : Ids.Contains(name) ? Alias(text) : text,
        _ => node?.DeepClone(),
    };

    private JsonObject? Of(JsonObject members)
    {
        var result = new JsonObject();
        foreach (var (name, value) in members.Where(member => member.Key != "timestamp").OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (Of(value, name) is { } kept) result[name] = kept;
        }

        return result.Count == 0 ? null : result;
    }

    private string Alias(string id) => known.TryGetValue(id, out var alias) ? alias : known[id] = $"#{known.Count + 1}";
}

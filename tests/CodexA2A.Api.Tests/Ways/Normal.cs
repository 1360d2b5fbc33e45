using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>
/// JSON of A2A 1.0 in one form: without members that have the value of unset ones, points in time by their presence alone, names in
/// order, and every id by the number under which it first came up, so that ids that are the same stay the same. Free data keep all they have.
/// </summary>
internal sealed class Normal
{
    private static readonly string[] Ids = ["id", "taskId", "contextId", "messageId", "event_id", "request_id", "pushNotificationConfigId", "nextPageToken"];
    private static readonly string[] Free = ["metadata", "data", "params"];

    /// <summary>Of these an empty value is a value.</summary>
    private static readonly string[] Contents = ["text", "raw", "url"];

    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);

    /// <summary>The same in one form; null when nothing is left.</summary>
    public JsonNode? Of(JsonNode? node) => Node(node, "", isFree: false);

    private JsonNode? Node(JsonNode? node, string name, bool isFree) => node switch
    {
        JsonObject members => Members(members, isFree || Free.Contains(name)),
        JsonArray { Count: 0 } when !isFree => null,
        JsonArray items => new JsonArray([.. items.Select(item => Node(item, "", isFree || Free.Contains(name)))]),
        JsonValue value when value.TryGetValue<string>(out var text) => Text(text, name, isFree),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => (double)value == 0 && !isFree ? null : JsonValue.Create((double)value),
        JsonValue value when value.GetValueKind() == JsonValueKind.False && !isFree => null,
        _ => node?.DeepClone(),
    };

    private JsonObject? Members(JsonObject members, bool isFree)
    {
        var result = new JsonObject();
        foreach (var (name, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            var kept = Node(value, name, isFree);
            if (kept is not null || isFree) result[name] = kept;
        }

        return result.Count == 0 && !isFree ? null : result;
    }

    private JsonValue? Text(string text, string name, bool isFree)
    {
        if (name == "timestamp" && !isFree) return JsonValue.Create("a point in time");
        if (Ids.Contains(name) && text.Length > 0) return JsonValue.Create(Alias(text));
        return text.Length == 0 && !isFree && !Contents.Contains(name) ? null : JsonValue.Create(text);
    }

    private string Alias(string id) => known.TryGetValue(id, out var alias) ? alias : known[id] = $"#{known.Count + 1}";
}

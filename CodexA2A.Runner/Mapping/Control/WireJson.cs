using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Mapping.Control;

/// <summary>Takes members out of what Codex tells. Pure; nothing that is missing or of another kind fails.</summary>
internal static class WireJson
{
    /// <summary>The text of a member.</summary>
    public static string? Text(this JsonElement from, string name) => from.TextOf(name);

    /// <summary>The texts of a list.</summary>
    public static JsonArray Texts(this JsonElement from, string name) =>
        Array(from.Entries(name).Where(entry => entry.ValueKind == JsonValueKind.String).Select(entry => (JsonNode?)entry.GetString()));

    /// <summary>True when a member is true.</summary>
    public static bool Flag(this JsonElement from, string name) => Find(from, name) is { ValueKind: JsonValueKind.True };

    /// <summary>A whole number.</summary>
    public static long? Number(this JsonElement from, string name) =>
        Find(from, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>The entries of a list.</summary>
    public static IEnumerable<JsonElement> Entries(this JsonElement from, string name) =>
        Find(from, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : Enumerable.Empty<JsonElement>();

    /// <summary>A member as it is; null where there is none.</summary>
    public static JsonNode? Copy(this JsonElement from, string name) => Find(from, name) is { ValueKind: not JsonValueKind.Null } value ? Node(value) : null;

    /// <summary>An object without the members whose text is a path of this machine.</summary>
    public static JsonNode? WithoutPaths(this JsonElement from, string name)
    {
        if (Find(from, name) is not { ValueKind: JsonValueKind.Object } value)
        {
            return null;
        }

        var copy = new JsonObject();
        foreach (var member in value.EnumerateObject().Where(member => !IsPath(member.Value)))
        {
            copy[member.Name] = Node(member.Value);
        }

        return copy;
    }

    /// <summary>An object without these members.</summary>
    public static JsonObject Without(this JsonElement from, params ReadOnlySpan<string> names)
    {
        var copy = new JsonObject();
        foreach (var member in from.EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                copy[member.Name] = Node(member.Value);
            }
        }

        return copy;
    }

    /// <summary>Builds a list.</summary>
    public static JsonArray Array(IEnumerable<JsonNode?> nodes) => [.. nodes];

    /// <summary>A time that Codex gives in seconds, as the wire has times; null where there is none.</summary>
    public static DateTimeOffset? Time(this JsonElement from, string name) => from.Number(name) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static JsonElement? Find(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) ? value : null;

    private static bool IsPath(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 1 } text
        && (text[0] == '/' || text.StartsWith(@"\\", StringComparison.Ordinal) || (text.Length > 2 && char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] is '\\' or '/'));

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(Encoding.UTF8.GetBytes(value.GetRawText()));
}

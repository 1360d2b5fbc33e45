using System.Text;
using System.Text.Json;

namespace CodexA2A.Runner.AppServer.Envelope;

/// <summary>
/// Shapes of JSON schemas as short text: <c>{id:string,note?:null|string}</c>. Order, descriptions, titles, defaults and limits of
/// numbers do not show; names, types, alternatives and what is required do.
/// </summary>
/// <param name="root">The document, whose definitions are referred to.</param>
internal sealed class ShapeWriter(JsonElement root)
{
    private const string Prefix = "#/definitions/";

    private readonly SortedSet<string> _named = new(StringComparer.Ordinal);

    /// <summary>The shape, with types that have a name by their name.</summary>
    public string Shape(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return schema.ValueKind == JsonValueKind.False ? "never" : "any";
        var parts = new List<string>();
        foreach (var keyword in schema.EnumerateObject())
        {
            switch (keyword.Name)
            {
                case "$ref":
                    parts.Add(Named(keyword.Value.GetString()!));
                    break;
                case "enum":
                    parts.Add(Alternatives(keyword.Value.EnumerateArray().Select(value => value.GetRawText())));
                    break;
                case "const":
                    parts.Add(keyword.Value.GetRawText());
                    break;
                case "oneOf" or "anyOf":
                    parts.Add(Alternatives(keyword.Value.EnumerateArray().Select(Shape)));
                    break;
                case "allOf":
                    parts.AddRange(keyword.Value.EnumerateArray().Select(Shape));
                    break;
                case "properties":
                    parts.Add(Properties(schema, keyword.Value));
                    break;
                case "items":
                    parts.Add(Shape(keyword.Value) + "[]");
                    break;
                case "additionalProperties" when keyword.Value.ValueKind == JsonValueKind.Object:
                    parts.Add($"{{*:{Shape(keyword.Value)}}}");
                    break;
                case "type" when !schema.TryGetProperty("enum", out _):
                    parts.Add(keyword.Value.ValueKind == JsonValueKind.Array
                        ? Alternatives(keyword.Value.EnumerateArray().Select(type => type.GetString()!))
                        : keyword.Value.GetString()!);
                    break;
            }
        }

        // What an object or a list consists of says already that it is one.
        if (parts.Count > 1)
            parts.RemoveAll(part => part is "object" or "array");
        parts.Sort(StringComparer.Ordinal);
        return parts.Count == 0 ? "any" : string.Join('&', parts);
    }

    /// <summary>The shape, followed by every named type in it.</summary>
    public string Whole(JsonElement schema)
    {
        var text = new StringBuilder(Shape(schema));
        foreach (var (name, shape) in Types())
            text.Append("; ").Append(name).Append(' ').Append(shape);
        return text.ToString();
    }

    /// <summary>The named types that shapes so far refer to, and those that these refer to.</summary>
    /// <param name="except">Types that are told elsewhere.</param>
    public IReadOnlyList<(string Name, string Shape)> Types(params string[] except)
    {
        var types = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (_named.FirstOrDefault(name => !types.ContainsKey(name) && !except.Contains(name)) is { } name)
            types[name] = Shape(root.GetProperty("definitions").GetProperty(name));
        return [.. types.Select(type => (type.Key, type.Value))];
    }

    private string Named(string reference)
    {
        var name = reference.StartsWith(Prefix, StringComparison.Ordinal) ? reference[Prefix.Length..] : throw new JsonException($"{reference} is no reference to a definition.");
        _named.Add(name);
        return name;
    }

    private string Properties(JsonElement schema, JsonElement properties)
    {
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal) : [];
        var members = properties.EnumerateObject()
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => $"{member.Name}{(required.Contains(member.Name) ? "" : "?")}:{Shape(member.Value)}");
        return $"{{{string.Join(',', members)}}}";
    }

    private static string Alternatives(IEnumerable<string> shapes)
    {
        var sorted = shapes.Distinct().Order(StringComparer.Ordinal).ToList();
        return sorted.Count == 1 ? sorted[0] : $"({string.Join('|', sorted)})";
    }
}

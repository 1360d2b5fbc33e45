using System.Text.Json.Nodes;

namespace CodexA2A.Tasks;

/// <summary>Reads what a request asks for in its metadata: that of the request goes before that of the message, member by member.</summary>
public sealed class MetadataReader(JsonObject? request, JsonObject? message)
{
    /// <summary>The text at <paramref name="path"/>; null where it is not given.</summary>
    /// <exception cref="A2AException">InvalidParams, naming the field: it is given and no text, or too long.</exception>
    public string? Text(IReadOnlyList<string> path, int max) => Find(path, max).Value;

    /// <summary>One of the words that are allowed at <paramref name="path"/>; null where none is given.</summary>
    /// <exception cref="A2AException">InvalidParams, naming the field.</exception>
    public string? OneOf(IReadOnlyList<string> path, IReadOnlyList<string> allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        var (value, field) = Find(path, 128);
        return value is null || allowed.Contains(value) ? value
            : throw A2AException.InvalidParams(field, $"must be one of {string.Join(", ", allowed)}");
    }

    /// <summary>The flag at <paramref name="path"/>; false where it is not given.</summary>
    /// <exception cref="A2AException">InvalidParams, naming the field: it is given and no boolean.</exception>
    public bool Flag(IReadOnlyList<string> path) => Node(path) is (var node, var field)
        && (node is JsonValue value && value.TryGetValue(out bool flag) ? flag : throw A2AException.InvalidParams(field, "must be true or false"));

    /// <summary>Whatever stands at <paramref name="path"/>, and its name in the request; null where nothing does.</summary>
    /// <exception cref="A2AException">InvalidParams, naming the field: something on the way to it is no object.</exception>
    public (JsonNode Value, string Field)? Node(IReadOnlyList<string> path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return In(request, "metadata", path) is (var node, var field) ? (node, field) : In(message, "message.metadata", path);
    }

    private (string? Value, string Field) Find(IReadOnlyList<string> path, int max)
    {
        if (Node(path) is not (var node, var field))
        {
            return (null, "");
        }

        if (node is not JsonValue leaf || !leaf.TryGetValue(out string? text))
        {
            throw A2AException.InvalidParams(field, "must be a string");
        }

        return text.Length is 0 || text.Length > max || text.Any(char.IsControl)
            ? throw A2AException.InvalidParams(field, $"must have 1 to {max} characters and no control characters")
            : (text, field);
    }

    private static (JsonNode Value, string Field)? In(JsonObject? root, string name, IReadOnlyList<string> path)
    {
        JsonNode? node = root;
        var field = name;
        foreach (var step in path)
        {
            if (node is null)
            {
                return null;
            }

            node = node is JsonObject json ? json[step] : throw A2AException.InvalidParams(field, "must be an object");
            field = $"{field}.{step}";
        }

        return node is null ? null : (node, field);
    }
}

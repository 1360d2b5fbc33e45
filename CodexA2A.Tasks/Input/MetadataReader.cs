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

    private (string? Value, string Field) Find(IReadOnlyList<string> path, int max)
    {
        ArgumentNullException.ThrowIfNull(path);
        var (value, field) = In(request, "metadata", path, max);
        return value is not null ? (value, field) : In(message, "message.metadata", path, max);
    }

    private static (string? Value, string Field) In(JsonObject? root, string name, IReadOnlyList<string> path, int max)
    {
        JsonNode? node = root;
        var field = name;
        foreach (var step in path)
        {
            if (node is null)
            {
                return (null, field);
            }

            node = node is JsonObject json ? json[step] : throw A2AException.InvalidParams(field, "must be an object");
            field = $"{field}.{step}";
        }

        if (node is null)
        {
            return (null, field);
        }

        if (node is not JsonValue leaf || !leaf.TryGetValue(out string? text))
        {
            throw A2AException.InvalidParams(field, "must be a string");
        }

        return text.Length is 0 || text.Length > max || text.Any(char.IsControl)
            ? throw A2AException.InvalidParams(field, $"must have 1 to {max} characters and no control characters")
            : (text, field);
    }
}

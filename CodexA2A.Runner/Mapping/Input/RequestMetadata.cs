using System.Text.Json.Nodes;

namespace CodexA2A.Runner.Mapping.Input;

/// <summary>What a request asks for in its metadata: that of the request goes before that of the message, member by member.</summary>
internal sealed class RequestMetadata(JsonObject? request, JsonObject? message)
{
    private const int MaxName = 128;
    private const int MaxPath = 4096;

    private static readonly string[] Efforts = ["none", "minimal", "low", "medium", "high", "xhigh"];
    private static readonly string[] Summaries = ["auto", "concise", "detailed", "none"];
    private static readonly string[] Personalities = ["none", "friendly", "pragmatic"];

    /// <summary><c>codex.execution</c>.</summary>
    public TurnOverrides Overrides() => new(
        Text(["codex", "execution", "model"], MaxName),
        OneOf(["codex", "execution", "effort"], Efforts),
        OneOf(["codex", "execution", "summary"], Summaries),
        OneOf(["codex", "execution", "personality"], Personalities));

    /// <summary><c>codex.directory</c>.</summary>
    public string? Directory() => Text(["codex", "directory"], MaxPath);

    /// <summary><c>shared.session.id</c>.</summary>
    public string? SessionId() => Text(["shared", "session", "id"], MaxName);

    private string? OneOf(string[] path, string[] allowed)
    {
        var (value, field) = Find(path, MaxName);
        return value is null || allowed.Contains(value) ? value
            : throw A2AException.InvalidParams(field, $"must be one of {string.Join(", ", allowed)}");
    }

    private string? Text(string[] path, int max) => Find(path, max).Value;

    private (string? Value, string Field) Find(string[] path, int max)
    {
        var (value, field) = In(request, "metadata", path, max);
        return value is not null ? (value, field) : In(message, "message.metadata", path, max);
    }

    private static (string? Value, string Field) In(JsonObject? root, string name, string[] path, int max)
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

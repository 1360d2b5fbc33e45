using System.Text.Json.Nodes;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Input;

/// <summary>What a request asks for in its metadata: that of the request goes before that of the message, member by member.</summary>
internal sealed class RequestMetadata(JsonObject? request, JsonObject? message)
{
    private const int MaxName = 128;

    private readonly MetadataReader _metadata = new(request, message);

    /// <summary><c>codex.execution</c>.</summary>
    public TurnOverrides Overrides()
    {
        var asked = ExecutionSettings.Read(_metadata);
        return new TurnOverrides(asked.Model, asked.Effort, asked.Summary, asked.Personality, asked.Ephemeral, asked.Mode);
    }

    /// <summary><c>codex.directory</c>.</summary>
    public string? Directory() => Text(["codex", "directory"], InputLimits.PathCharacters);

    /// <summary><c>codex.output_schema</c>.</summary>
    public OutputSchema? Schema() => OutputSchema.Read(_metadata);

    /// <summary><c>shared.session.id</c>.</summary>
    public string? SessionId() => Text(["shared", "session", "id"], MaxName);

    private string? Text(string[] path, int max) => _metadata.Text(path, max);
}

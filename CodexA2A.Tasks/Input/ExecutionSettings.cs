using System.Text.Json.Nodes;

namespace CodexA2A.Tasks;

/// <summary>What <c>metadata.codex.execution</c> asks for, for one turn; the model also by <c>metadata.shared.model</c>.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Effort">Reasoning effort.</param>
/// <param name="Summary">Reasoning summary.</param>
/// <param name="Personality">Accepted for older clients.</param>
/// <param name="Ephemeral">The turn has a conversation of its own, which nothing keeps and no later turn goes on with.</param>
/// <param name="Mode"><c>plan</c> or <c>default</c>: how the agent works with the user.</param>
public sealed record ExecutionSettings(string? Model, string? Effort, string? Summary, string? Personality, bool Ephemeral = false, string? Mode = null)
{
    private const int MaxName = 128;

    private static readonly string[] Efforts = ["none", "minimal", "low", "medium", "high", "xhigh"];
    private static readonly string[] Summaries = ["auto", "concise", "detailed", "none"];
    private static readonly string[] Personalities = ["none", "friendly", "pragmatic"];
    private static readonly string[] Modes = ["plan", "default"];
    private static readonly string[] Shared = ["shared", "model"];

    /// <summary>Reads it.</summary>
    /// <exception cref="A2AException">InvalidParams, naming the field.</exception>
    public static ExecutionSettings Read(MetadataReader metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var settings = new ExecutionSettings(
            ModelOf(metadata),
            metadata.OneOf(["codex", "execution", "effort"], Efforts),
            metadata.OneOf(["codex", "execution", "summary"], Summaries),
            metadata.OneOf(["codex", "execution", "personality"], Personalities),
            metadata.Flag(["codex", "execution", "ephemeral"]),
            metadata.OneOf(["codex", "execution", "mode"], Modes));
        return settings.Ephemeral && metadata.Node(["shared", "session", "id"]) is not null
            ? throw A2AException.InvalidParams("metadata.codex.execution.ephemeral", "cannot be true where metadata.shared.session.id names a conversation to go on with")
            : settings;
    }

    /// <summary>True when a request that was checked asks for a conversation of its own.</summary>
    public static bool IsEphemeral(SendMessageRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (Asked(request.Metadata) ?? Asked(request.Message.Metadata)) is true;
    }

    private static bool? Asked(JsonObject? metadata) =>
        ((metadata?["codex"] as JsonObject)?["execution"] as JsonObject)?["ephemeral"] is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    private static string? ModelOf(MetadataReader metadata)
    {
        var own = metadata.Text(["codex", "execution", "model"], MaxName);
        var shared = SharedModel(metadata);
        return own is null || shared is null || own == shared ? own ?? shared
            : throw A2AException.InvalidParams("metadata.shared.model", "names another model than metadata.codex.execution.model");
    }

    /// <summary>A name, or <c>{providerID, modelID}</c> as other agents of the family take it; the provider is the service's to choose.</summary>
    private static string? SharedModel(MetadataReader metadata)
    {
        if (metadata.Node(Shared) is not (JsonObject model, var field))
        {
            return metadata.Text(Shared, MaxName);
        }

        string[] names = ["modelID", "model_id", "id"];
        return names.FirstOrDefault(model.ContainsKey) is { } name
            ? metadata.Text([.. Shared, name], MaxName)
            : throw A2AException.InvalidParams(field, "must be the name of a model, or an object with modelID");
    }
}

using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Turns;

/// <summary>The <c>metadata</c> of methods that begin turns in a session: read as those of a message, or refused where they cannot apply.</summary>
internal static class TurnMetadata
{
    private static readonly string[][] OfTurns =
    [
        ["codex", "directory"], ["codex", "execution"], ["codex", "output_schema"], ["codex", "when_busy"], ["shared", "model"], ["shared", "session"],
    ];

    /// <summary>Those of a message of the session: what the caller gave, and the session's thread.</summary>
    /// <exception cref="A2AException">InvalidParams: they name another session.</exception>
    public static JsonObject Of(JsonObject? given, string threadId)
    {
        var metadata = (JsonObject?)given?.DeepClone() ?? [];
        var session = Member(Member(metadata, "shared", "metadata.shared"), "session", "metadata.shared.session");
        if (session["id"] is { } named && JsonText.Of(named) != threadId)
        {
            throw A2AException.InvalidParams("metadata.shared.session.id", "must be the session that the method names, or be left out");
        }

        session["id"] = threadId;
        return metadata;
    }

    /// <summary>Nothing that says how a turn runs may be in them.</summary>
    /// <param name="given">The metadata, if there are any.</param>
    /// <param name="why">Why that cannot apply, as the end of a sentence that begins with the field.</param>
    /// <exception cref="A2AException">InvalidParams, with the setting.</exception>
    public static void Refuse(JsonObject? given, string why)
    {
        var reader = new MetadataReader(given, null);
        foreach (var path in OfTurns)
        {
            if (reader.Node(path) is (_, var field))
            {
                throw A2AException.InvalidParams(field, why);
            }
        }
    }

    private static JsonObject Member(JsonObject parent, string name, string field)
    {
        if (parent[name] is not { } node)
        {
            parent[name] = node = new JsonObject();
        }

        return node as JsonObject ?? throw A2AException.InvalidParams(field, "must be an object");
    }
}

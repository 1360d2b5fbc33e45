using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;

namespace CodexA2A.Api.Extensions;

/// <summary>Reads the metadata names of the extension contracts; the request's metadata come first, then the message's.</summary>
internal static class Metadata
{
    /// <summary>Which question a message answers.</summary>
    public const string InterruptRequestId = "metadata.shared.interrupt.request_id";

    /// <summary>The thread that a client wants to go on with.</summary>
    public const string SessionId = "metadata.shared.session.id";

    /// <summary>The folder that a turn works in.</summary>
    public const string Directory = "metadata.codex.directory";

    /// <summary>The model of a turn, by the name that agents share.</summary>
    public const string Model = "metadata.shared.model";

    /// <summary>How a turn is run.</summary>
    public const string Execution = "metadata.codex.execution";

    /// <summary>The string at <paramref name="path"/>, which begins with <c>metadata.</c>; null when it is not given.</summary>
    /// <exception cref="A2AException">InvalidParams: it is given and no string, or lies in something that is no object.</exception>
    public static string? Text(SendMessageRequest request, string path)
    {
        var node = Find(request.Metadata, path) ?? Find(request.Message.Metadata, path);
        return node is null ? null : JsonText.Of(node) ?? throw A2AException.InvalidParams(path, "must be a string");
    }

    private static JsonNode? Find(JsonObject? metadata, string path)
    {
        JsonNode? node = metadata;
        var names = path.Split('.');
        for (var i = 1; i < names.Length && node is not null; i++)
        {
            if (node is not JsonObject parent) throw A2AException.InvalidParams(string.Join('.', names[..i]), "must be an object");
            parent.TryGetPropertyValue(names[i], out node);
        }

        return node;
    }
}

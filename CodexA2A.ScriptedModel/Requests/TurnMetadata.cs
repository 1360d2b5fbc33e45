using System.Text.Json;

namespace CodexA2A.ScriptedModel.Requests;

/// <summary>The turn that a request belongs to, from the headers Codex sends.</summary>
internal sealed record TurnMetadata(string? ThreadId, string? TurnId, string? Kind)
{
    public static TurnMetadata Read(IHeaderDictionary headers)
    {
        var threadId = headers["thread-id"].FirstOrDefault();
        if (headers["x-codex-turn-metadata"].FirstOrDefault() is not { } text)
        {
            return new TurnMetadata(threadId, null, null);
        }

        try
        {
            using var metadata = JsonDocument.Parse(text);
            var root = metadata.RootElement;
            return new TurnMetadata(threadId, root.GetString("turn_id"), root.GetString("request_kind"));
        }
        catch (JsonException)
        {
            // Another client may use the header as it likes.
            return new TurnMetadata(threadId, null, null);
        }
    }
}

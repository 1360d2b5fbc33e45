using System.Text.Json.Nodes;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>What each event of a stream is.</summary>
internal static class StreamHintsExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:stream-hints:v1",
        Alias = "urn:a2a:stream-hints/v1",
        Description = "Says what each event of a stream is; streams can be gone on with after any event.",
        Params = _ => new JsonObject
        {
            ["artifact_field"] = "metadata.shared.stream",
            ["status_fields"] = Json.Strings("metadata.shared.stream", "metadata.shared.session", "metadata.shared.usage", "metadata.shared.interrupt"),
            ["resume_header"] = Headers.LastEventId,
        },
    };
}

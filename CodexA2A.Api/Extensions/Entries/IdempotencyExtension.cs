using System.Text.Json.Nodes;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>A send that can be repeated. It needs no activation: the header is itself the wish.</summary>
internal static class IdempotencyExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:idempotency:v1",
        Description = "A repeated send with the same key is the same task.",
        Params = facts => new JsonObject
        {
            ["header"] = Headers.IdempotencyKey,
            ["grpc_metadata"] = Headers.IdempotencyKey.ToLowerInvariant(),
            ["methods_with_key"] = Json.Strings(Protocol.Methods.SendMessage, Protocol.Methods.SendStreamingMessage),
            ["key"] = "1 to 255 visible ASCII characters",
            ["scope"] = "principal",
            ["retention"] = ExtensionFacts.Duration(facts.SubmitIds),
            ["repeat"] = "attaches to the task of the first send; a stream is replayed from its start",
            ["different_request"] = "INVALID_PARAMS with the field " + Headers.IdempotencyKey,
            ["message_id"] = "never deduplicates",
        },
    };
}

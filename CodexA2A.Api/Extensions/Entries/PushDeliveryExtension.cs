using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Push;
using CodexA2A.Api.Push;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>How webhooks are delivered to, beyond what A2A says of it. It needs no activation: who makes a webhook gets it.</summary>
internal static class PushDeliveryExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:push-delivery:v1",
        Description = "Webhooks get each event at least once and in order, with an id and a signature.",
        Params = _ => new JsonObject
        {
            ["event_id_header"] = PushHeaders.EventId,
            ["token_header"] = PushHeaders.Token,
            ["timestamp_header"] = PushHeaders.Timestamp,
            ["signature_header"] = PushHeaders.Signature,
            ["signature_version"] = PushSignature.Version,
            ["signature"] = "v1= and the hexadecimal HMAC-SHA256 of event id, a full stop, timestamp, a full stop and the body; its key is the operator's, or without one the token of the webhook",
            ["order"] = "per task and webhook, the next event after the one before was taken",
            ["delivery"] = "at least once: known again by its event id",
            ["trimmed"] = "a Task takes the place of events that are not kept any more",
            ["taken"] = "any 2xx within the time limit; redirects are not followed",
        },
        Methods = [FailureList.Name],
    };
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>Going on with a stream after an event (contracts.md §2). It needs no activation: the header is itself the wish.</summary>
internal static class EventReplayExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:event-replay:v1",
        Description = "SubscribeToTask goes on after any event that was received, also of an ended task while its log lives.",
        Params = facts => new JsonObject
        {
            ["header"] = Headers.LastEventId,
            ["grpc_metadata"] = Headers.LastEventId.ToLowerInvariant(),
            ["methods_with_cursor"] = Json.Strings(Protocol.Methods.SubscribeToTask),
            ["cursor"] = "the SSE id of an event, which is also its metadata.shared.stream.event_id",
            ["with_cursor"] = "no snapshot; every event after it, then live; the last event's id gives an empty stream",
            ["without_cursor"] = "a snapshot, then live; an ended task is UNSUPPORTED_OPERATION",
            ["trimmed"] = "a cursor whose following events are no longer kept begins with the whole task as it is now",
            ["unknown"] = "INVALID_PARAMS with the field " + Headers.LastEventId,
            ["on_send"] = "INVALID_PARAMS: it would be a second turn",
            ["retention"] = new JsonObject
            {
                ["running_task_events"] = facts.RunningEvents.ToString(CultureInfo.InvariantCulture),
                ["ended_task"] = ExtensionFacts.Duration(facts.EndedLog),
            },
        },
    };
}

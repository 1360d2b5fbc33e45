using CodexA2A.Api.Compat.V03.Wire;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>The status of a task.</summary>
internal static class StatusTranslator
{
    public static RpcStatus ToRpc(TaskStatus status) => new()
    {
        State = StateTranslator.ToRpc(status.State),
        Message = status.Message is { } message ? MessageTranslator.ToRpc(message) : null,
        Timestamp = status.Timestamp is { } at ? Timestamps.Format(at) : null,
    };

    public static RestStatus ToRest(TaskStatus status) => new()
    {
        State = StateTranslator.ToRest(status.State),
        Message = status.Message is { } message ? MessageTranslator.ToRest(message) : null,
        Timestamp = status.Timestamp is { } at ? Timestamps.Format(at) : null,
    };
}

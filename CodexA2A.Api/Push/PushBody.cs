using CodexA2A.Api.Compat.V03;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Push;

/// <summary>The body of a delivery, in the version of the request that made the webhook.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Json">Its bytes.</param>
internal readonly record struct PushBody(string ContentType, ReadOnlyMemory<byte> Json)
{
    /// <summary>True when the body is the whole Task and not the event, so that it has to be read for each delivery.</summary>
    /// <param name="version">Of <see cref="Webhook.Version"/>.</param>
    public static bool IsTask(string version) => version == ProtocolVersions.V03;

    /// <summary>Makes it.</summary>
    /// <param name="version">Of <see cref="Webhook.Version"/>.</param>
    /// <param name="streamResponse">The event: UTF-8 JSON of A2A 1.0, sent untouched to a webhook of that version.</param>
    /// <param name="task">The Task as it is now, UTF-8 JSON of A2A 1.0; only where <see cref="IsTask"/>.</param>
    public static PushBody Create(string version, ReadOnlyMemory<byte> streamResponse, ReadOnlyMemory<byte> task) => IsTask(version)
        ? new(MediaTypes.Json, V03PushBody.Of(A2AJson.Deserialize<AgentTask>(task.Span)))
        : new(MediaTypes.A2AJson, streamResponse);
}

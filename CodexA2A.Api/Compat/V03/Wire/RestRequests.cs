using System.Text.Json.Nodes;

namespace CodexA2A.Api.Compat.V03.Wire;

/// <summary>Body of POST /v1/message:send and /v1/message:stream.</summary>
internal sealed record RestSendRequest
{
    public RestMessage? Message { get; init; }

    public RestSendConfiguration? Configuration { get; init; }

    public JsonObject? Metadata { get; init; }
}

/// <summary>How a send is to be answered. ProtoJSON drops false, so a configuration without <c>blocking</c> says that it is not.</summary>
internal sealed record RestSendConfiguration
{
    public IReadOnlyList<string>? AcceptedOutputModes { get; init; }

    public PushConfig? PushNotification { get; init; }

    public int? HistoryLength { get; init; }

    public bool? Blocking { get; init; }
}

/// <summary>A webhook under its resource name, <c>tasks/{id}/pushNotificationConfigs/{configId}</c>.</summary>
internal sealed record RestTaskPushConfig
{
    public string? Name { get; init; }

    public PushConfig? PushNotificationConfig { get; init; }
}

/// <summary>Body of POST /v1/tasks/{id}/pushNotificationConfigs: the webhook itself, or inside <c>config</c>.</summary>
internal sealed record RestCreatePushConfig
{
    public PushConfig? PushNotificationConfig { get; init; }

    public RestTaskPushConfig? Config { get; init; }
}

/// <summary>The webhooks of a task.</summary>
internal sealed record RestPushConfigs
{
    public IReadOnlyList<RestTaskPushConfig>? Configs { get; init; }

    public string? NextPageToken { get; init; }
}

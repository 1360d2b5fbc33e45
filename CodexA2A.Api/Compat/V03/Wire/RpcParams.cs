using System.Text.Json.Nodes;

namespace CodexA2A.Api.Compat.V03.Wire;

/// <summary>Params of message/send and message/stream.</summary>
internal sealed record RpcSendParams
{
    public RpcMessage? Message { get; init; }

    public RpcSendConfiguration? Configuration { get; init; }

    public JsonObject? Metadata { get; init; }
}

/// <summary>How a send is to be answered.</summary>
internal sealed record RpcSendConfiguration
{
    public IReadOnlyList<string>? AcceptedOutputModes { get; init; }

    public PushConfig? PushNotificationConfig { get; init; }

    public int? HistoryLength { get; init; }

    public bool? Blocking { get; init; }
}

/// <summary>Params of every method on one task.</summary>
internal sealed record RpcTaskParams
{
    public string? Id { get; init; }

    /// <summary>tasks/get alone.</summary>
    public int? HistoryLength { get; init; }

    /// <summary>tasks/pushNotificationConfig/get and /delete alone.</summary>
    public string? PushNotificationConfigId { get; init; }

    public JsonObject? Metadata { get; init; }
}

/// <summary>A webhook, the same in both shapes.</summary>
internal sealed record PushConfig
{
    public string? Id { get; init; }

    public string? Url { get; init; }

    public string? Token { get; init; }

    public PushAuthentication? Authentication { get; init; }

    /// <summary>Without the token.</summary>
    public override string ToString() => $"PushConfig {{ Id = {Id}, Url = {Url} }}";
}

/// <summary>How the webhook is called.</summary>
internal sealed record PushAuthentication
{
    public IReadOnlyList<string>? Schemes { get; init; }

    public string? Credentials { get; init; }

    /// <summary>Without the credentials.</summary>
    public override string ToString() => "PushAuthentication";
}

/// <summary>A webhook of a task: params and result of tasks/pushNotificationConfig/set.</summary>
internal sealed record RpcTaskPushConfig
{
    public string? TaskId { get; init; }

    public PushConfig? PushNotificationConfig { get; init; }
}

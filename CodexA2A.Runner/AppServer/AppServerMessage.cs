using System.Text.Json;
using System.Text.Json.Serialization;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// What a subscriber of a thread reads, in the order Codex sent it: a <see cref="Notification"/>,
/// a <see cref="ServerRequest"/> to be answered once, or <see cref="ProcessDied"/> as the last message.
/// </summary>
internal abstract record AppServerMessage
{
    private protected AppServerMessage()
    {
    }
}

/// <summary>Something Codex tells. <see cref="ThreadId"/> is null for what concerns the whole process.</summary>
internal abstract record Notification : AppServerMessage
{
    private protected Notification()
    {
    }

    /// <summary>The thread it belongs to.</summary>
    public string? ThreadId { get; init; }

    /// <summary>The turn it belongs to, where Codex names one.</summary>
    public string? TurnId { get; init; }
}

/// <summary>A piece of a text or of an output, of which many come one after the other: a reader may let them gather.</summary>
internal interface IDelta;

/// <summary>A message about one item; one that does not name it is not understood.</summary>
internal interface IOfItem
{
    /// <summary>The item's id.</summary>
    string ItemId { get; }
}

/// <summary>A piece of an item's text.</summary>
internal interface IItemDelta : IDelta, IOfItem
{
    /// <summary>The piece.</summary>
    string Delta { get; }
}

/// <summary>A notification this version has no record for, or one whose fields did not fit it.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Params">Its parameters, whole.</param>
internal sealed record UnknownNotification(string Method, JsonElement Params) : Notification;

/// <summary>
/// Something Codex asks. It is answered once, through <see cref="AppServerClient.RespondAsync"/> or
/// <see cref="AppServerClient.RejectAsync"/>; Codex itself waits for ever.
/// </summary>
internal abstract record ServerRequest : AppServerMessage
{
    private protected ServerRequest()
    {
    }

    /// <summary>Codex's id of the request, unique within <see cref="Generation"/>.</summary>
    [JsonIgnore]
    public RequestId RequestId { get; init; }

    /// <summary>The process that asked; only that one can be answered.</summary>
    [JsonIgnore]
    public string Generation { get; init; } = "";

    /// <summary>The wire method.</summary>
    [JsonIgnore]
    public string Method { get; init; } = "";

    /// <summary>The thread that asks.</summary>
    public string ThreadId { get; init; } = "";

    /// <summary>The turn that asks; an MCP elicitation may have none.</summary>
    public string? TurnId { get; init; }

    /// <summary>When Codex asked, Unix milliseconds, where it says so.</summary>
    public long? StartedAtMs { get; init; }
}

/// <summary>The process is gone: nothing follows, every open turn of the thread is lost.</summary>
/// <param name="Certificate">What is known about its end.</param>
internal sealed record ProcessDied(DeathCertificate Certificate) : AppServerMessage;

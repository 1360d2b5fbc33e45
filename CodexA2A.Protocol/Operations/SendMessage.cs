using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CodexA2A.Protocol;

/// <summary>Request of SendMessage and SendStreamingMessage (A2A 1.0, 3.1.1 and 3.1.2).</summary>
public sealed record SendMessageRequest
{
    /// <summary>Tenant of the interface that was called.</summary>
    public string? Tenant { get; init; }

    /// <summary>Required.</summary>
    public required Message Message { get; init; }

    /// <summary>How to answer.</summary>
    public SendMessageConfiguration? Configuration { get; init; }

    /// <summary>Free data; never change it once the request is built.</summary>
    public JsonObject? Metadata { get; init; }
}

/// <summary>How a send is to be answered (A2A 1.0, <c>SendMessageConfiguration</c>).</summary>
public sealed record SendMessageConfiguration
{
    /// <summary>Media types the client takes.</summary>
    public IReadOnlyList<string>? AcceptedOutputModes { get; init; }

    /// <summary>A webhook for the new task, stored before it begins.</summary>
    public TaskPushNotificationConfig? TaskPushNotificationConfig { get; init; }

    /// <summary>How many of the newest messages to return; unset = the server's choice, 0 = none.</summary>
    public int? HistoryLength { get; init; }

    /// <summary>Answer as soon as the task exists instead of when it ends or waits.</summary>
    public bool ReturnImmediately { get; init; }
}

/// <summary>Answer of SendMessage (A2A 1.0, <c>SendMessageResponse</c>): exactly one of its members is set.</summary>
public sealed record SendMessageResponse : IOneOf
{
    /// <summary>The task that the message began or continued.</summary>
    public AgentTask? Task { get; init; }

    /// <summary>A direct answer without a task.</summary>
    public Message? Message { get; init; }

    /// <summary>Which member is set.</summary>
    [JsonIgnore]
    public StreamResponsePayloadCase PayloadCase => (Task, Message) switch
    {
        (not null, null) => StreamResponsePayloadCase.Task,
        (null, not null) => StreamResponsePayloadCase.Message,
        _ => StreamResponsePayloadCase.None,
    };

    int IOneOf.SetCount => (Task is null ? 0 : 1) + (Message is null ? 0 : 1);

    string IOneOf.Alternatives => "task, message";

    /// <summary>An answer with a task.</summary>
    public static SendMessageResponse FromTask(AgentTask task) => new() { Task = task };

    /// <summary>A direct answer.</summary>
    public static SendMessageResponse FromMessage(Message message) => new() { Message = message };
}

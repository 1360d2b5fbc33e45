using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>What a client wants of a message that comes while its task, or its context, is at work: <c>metadata.codex.when_busy</c>.</summary>
internal enum WhenBusy
{
    /// <summary>It did not say: a message to a task is refused, one to a context waits its turn.</summary>
    Unsaid,

    /// <summary>A new task behind the one at work.</summary>
    Queue,

    /// <summary>The message joins the turn that runs.</summary>
    Steer,

    /// <summary>TASK_BUSY.</summary>
    Reject,
}

/// <summary>Reads it.</summary>
internal static class WhenBusyReader
{
    private static readonly string[] Words = ["queue", "steer", "reject"];

    /// <summary>The wish.</summary>
    /// <exception cref="A2AException">InvalidParams: it is another word.</exception>
    public static WhenBusy Of(SendMessageRequest request) => Reader(request).OneOf(["codex", "when_busy"], Words) switch
    {
        "queue" => WhenBusy.Queue,
        "steer" => WhenBusy.Steer,
        "reject" => WhenBusy.Reject,
        _ => WhenBusy.Unsaid,
    };

    /// <summary>A message that joins a turn cannot change how the turn runs.</summary>
    /// <exception cref="A2AException">InvalidParams, with the setting.</exception>
    public static void CheckSteer(SendMessageRequest request)
    {
        var execution = ExecutionSettings.Read(Reader(request));
        if (execution != new ExecutionSettings(null, null, null, null)) throw Fixed("metadata.codex.execution");
        if (Reader(request).Text(["codex", "directory"], InputLimits.PathCharacters) is not null) throw Fixed("metadata.codex.directory");
    }

    private static A2AException Fixed(string field) => A2AException.InvalidParams(field, "cannot be changed by a message that joins a running turn; leave it out");

    private static MetadataReader Reader(SendMessageRequest request) => new(request.Metadata, request.Message.Metadata);
}

using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>What is told about a message that was accepted and cannot be shown: never to send it again, which would be a second turn.</summary>
internal static class AcceptedTask
{
    /// <summary>True when the first event of an accepted message's stream cannot be had, and the message is none to repeat.</summary>
    public static bool IsHidden(EventStream stream, Exception exception, IHostApplicationLifetime lifetime) => stream.Accepted is not null
        && (exception is SeamUnavailableException || (exception is OperationCanceledException && lifetime.ApplicationStopping.IsCancellationRequested));

    /// <summary>The error of the store, with the task to read later, and without a time to try again.</summary>
    public static A2AException NotShown(string taskId, Exception cause) =>
        new(A2AErrorCode.Unavailable, "The message was accepted and its turn goes on, but the task cannot be read now. Do not send it again; read the task with GetTask.", cause)
        {
            Metadata = new Dictionary<string, string> { ["taskId"] = taskId },
        };
}

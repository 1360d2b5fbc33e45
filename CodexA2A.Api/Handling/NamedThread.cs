using CodexA2A.Api.Extensions;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>The thread that a message names in <c>metadata.shared.session.id</c>: one of the caller's own sessions, whatever its context.</summary>
internal static class NamedThread
{
    /// <summary>The binding to go on with; null when the message names none.</summary>
    /// <exception cref="A2AException">InvalidParams, SESSION_NOT_FOUND: no session of the caller has it. Another caller's answers like none.</exception>
    public static async ValueTask<SessionBinding?> FindAsync(
        ITurnQueue queue, Owner owner, SendMessageRequest request, CancellationToken cancellationToken)
    {
        if (Metadata.Text(request, Metadata.SessionId) is not { } threadId)
        {
            return null;
        }

        return await queue.FindThreadAsync(owner, threadId, cancellationToken) is { } found ? found.Binding with { Explicit = true } : throw NotFound(threadId);
    }

    private static A2AException NotFound(string threadId)
    {
        const string Description = "names no session of yours; leave it out to go on with the context's own, or to begin a new one";
        return new(A2AErrorCode.InvalidParams, $"{Metadata.SessionId} {Description}.")
        {
            Reason = "SESSION_NOT_FOUND",
            Metadata = new Dictionary<string, string> { ["session_id"] = threadId },
            FieldViolations = [new(Metadata.SessionId, Description)],
        };
    }
}

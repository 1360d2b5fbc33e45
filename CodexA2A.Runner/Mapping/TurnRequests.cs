using CodexA2A.Runner.Mapping.Input;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping;

/// <summary>From a client's request to what a turn gives to Codex.</summary>
internal static class TurnRequests
{
    /// <summary>Maps <paramref name="request"/>; the folder is always said, because Codex keeps that of the turn before.</summary>
    /// <param name="request">The request as accepted.</param>
    /// <param name="inbox">Where the files of the message lie.</param>
    /// <param name="roots">The folders that turns stay in.</param>
    /// <param name="threadId">The thread that the turn goes on with, which alone the request may name; null when there is none yet.</param>
    /// <exception cref="A2AException">The message cannot be taken; names the field.</exception>
    public static TurnRequest Map(SendMessageRequest request, InboxFolder inbox, WorkspaceRoots roots, string? threadId)
    {
        var folder = roots.RealRoot;
        var mapped = InputMapper.Map(request.Message, request.Metadata, directory =>
        {
            folder = WorkspaceFolder.Resolve(roots, directory);
            return new InputPlaces(roots, folder, inbox);
        });
        if (mapped.SessionId is { } named && named != threadId)
        {
            throw A2AException.InvalidParams("metadata.shared.session.id", "names a session that is not known in this context");
        }

        return new TurnRequest(mapped.Input)
        {
            Directory = folder,
            Model = mapped.Overrides.Model,
            Effort = mapped.Overrides.Effort,
            Summary = mapped.Overrides.Summary,
            Mode = mapped.Overrides.Mode,
            Ephemeral = mapped.Overrides.Ephemeral,
            OutputSchema = mapped.OutputSchema,
            Files = mapped.Files,
        };
    }

    /// <summary>What is added to a running turn, which works in <see cref="InputPlaces.Folder"/>.</summary>
    /// <exception cref="A2AException">The message cannot be taken; names the field.</exception>
    public static TurnRequest Steer(Message message, InputPlaces places)
    {
        var mapped = InputMapper.Map(message, requestMetadata: null, _ => places);
        return new(mapped.Input) { Directory = places.Folder, Files = mapped.Files };
    }
}

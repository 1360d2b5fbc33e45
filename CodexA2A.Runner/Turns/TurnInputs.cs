using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Input;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>What a turn takes of its messages: mapped, their files in the workspace, their skills found.</summary>
internal sealed class TurnInputs(TurnServices services, SessionId session, RunTurn run)
{
    private readonly WorkspaceRoots _roots = services.Contexts.RootsOf(session);

    /// <summary>The model that the turn names; null where it names none.</summary>
    /// <exception cref="A2AException">What it asks for cannot be read.</exception>
    public string? Model => ExecutionSettings.Read(new MetadataReader(run.Request.Metadata, run.Request.Message.Metadata)).Model;

    /// <summary>The turn's message.</summary>
    /// <param name="threadId">As <see cref="TurnRequests.Map"/> takes it.</param>
    /// <exception cref="A2AException">It cannot be taken.</exception>
    public TurnRequest Map(string? threadId) =>
        TurnRequests.Map(run.Request, InboxFolder.Of(session, run.TaskId), _roots, threadId) with { Review = run.Review };

    /// <summary>Makes what <see cref="Map"/> made ready for Codex; it may be made so again for a turn that goes on.</summary>
    /// <exception cref="A2AException">The files cannot be written.</exception>
    /// <exception cref="TurnRefusedException">Codex has no such skill, or no such mode.</exception>
    public async Task<TurnRequest> ReadyAsync(OpenThread thread, TurnRequest request, CancellationToken cancellationToken) =>
        await ModeGuard.ChooseAsync(thread, await ReadyAsync(thread, request, InboxFolder.Of(session, run.TaskId), cancellationToken), cancellationToken);

    /// <summary>A message that joins the turn.</summary>
    /// <param name="thread">The turn's.</param>
    /// <param name="folder">The folder that the turn works in.</param>
    /// <param name="steer">The message.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="A2AException">It cannot be taken.</exception>
    /// <exception cref="TurnRefusedException">Codex has no such skill.</exception>
    public Task<TurnRequest> SteerAsync(OpenThread thread, string folder, SteerTurn steer, CancellationToken cancellationToken)
    {
        var place = InboxFolder.Of(session, steer);
        return ReadyAsync(thread, TurnRequests.Steer(steer.Message, new InputPlaces(_roots, folder, place)), place, cancellationToken);
    }

    private Task<TurnRequest> ReadyAsync(OpenThread thread, TurnRequest request, InboxFolder place, CancellationToken cancellationToken)
    {
        services.Inbox.Write(place, request.Files, _roots.Root);
        return SkillGuard.FindAsync(thread.Client, request, request.Directory ?? _roots.Root, cancellationToken);
    }
}

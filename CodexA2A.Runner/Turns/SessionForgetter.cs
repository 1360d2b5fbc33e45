using CodexA2A.Runner.Patches;
using CodexA2A.Runner.Policies;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Runner.Workspaces.Contexts;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>Forgets a session that this runner owns: first its threads, then what the store has of it. Whoever takes it over in between begins again.</summary>
internal sealed partial class SessionForgetter(
    ISessionForgetting store, ThreadRemoval threads, PrincipalPolicies policies, TurnPatches patches, Inbox inbox, ContextWorkspaces contexts, SessionGate gate, RunnerHome home, ILogger<SessionForgetter> logger)
{
    /// <summary>Does it; true when the session is gone, and the lease with it.</summary>
    /// <exception cref="LeaseLostException">Another owner has the session.</exception>
    public async Task<bool> RunAsync(SessionLease lease, QueuedCommand command, CancellationToken cancellationToken)
    {
        var request = (ForgetSession)command.Command;
        using var held = await gate.EnterAsync(lease.Session, cancellationToken);
        var bindings = await store.ThreadsAsync(lease, cancellationToken) ?? throw new LeaseLostException(lease.Session);
        var forgotten = await threads.RemoveAsync(bindings, new ThreadTerms(policies.Of(lease.Owner.Principal)), home.Identity.Home, cancellationToken);
        patches.Forget(lease.Session.Value);
        if (!inbox.TryForget(lease.Session))
        {
            forgotten = forgotten with { Remaining = [.. forgotten.Remaining, $"workspace:{InboxFolder.Own}/{InboxFolder.Inbox}/{lease.Session.Value} (cannot be removed)"] };
        }

        if (await contexts.ForgetAsync(lease.Session, cancellationToken) is { Count: > 0 } left)
        {
            forgotten = forgotten with { Remaining = [.. forgotten.Remaining, .. left] };
        }

        var outcome = await store.ForgetAsync(lease, command.Id, request, forgotten, cancellationToken);
        if (outcome == ForgetOutcome.Lost)
        {
            throw new LeaseLostException(lease.Session);
        }

        LogForgotten(lease.Session.Value, forgotten.Word, forgotten.Remaining.Count);
        return outcome == ForgetOutcome.Gone;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Session {Session} is forgotten; its threads: {Threads}, left of them: {Remaining}.")]
    private partial void LogForgotten(string session, string threads, int remaining);
}

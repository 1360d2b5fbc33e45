using CodexA2A.Runner.Exec;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Exec;
using CodexA2A.Runner.Watches;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>Starts the turns of sessions.</summary>
internal sealed class TurnStarter(TurnServices services, ExecServices exec, WatchServices watches)
{
    private static readonly TimeSpan LetGoTime = TimeSpan.FromSeconds(2);

    /// <summary>Runs a turn that nobody has begun; <paramref name="held"/> came for it meanwhile.</summary>
    public ActiveTurn Run(SessionLease lease, SessionBinding? binding, QueuedCommand command, TurnPlace place, IReadOnlyList<TurnCommand> held) =>
        ActiveTurn.Start(
            command, place, UnreadAsync, turn => command.Command switch
            {
                RunExec => new ExecRun(exec, services, lease, command, turn).RunAsync(),
                RunTurn { Watch: not null } => new WatchRun(watches, lease, command, turn).RunAsync(),
                _ => new TurnRun(services, lease, binding, command, turn).RunAsync(),
            },
            held);

    /// <summary>Settles a turn that an earlier owner began.</summary>
    public ActiveTurn Recover(SessionLease lease, SessionBinding? binding, QueuedCommand command, TurnPlace place)
    {
        // Its tools may have outlived it.
        services.LeftBehind.Look();
        return ActiveTurn.Start(command, place, UnreadAsync, turn => command.Command switch
        {
            RunExec => new ExecRun(exec, services, lease, command, turn).RecoverAsync(),
            RunTurn { Watch: not null } => new WatchRun(watches, lease, command, turn).RecoverAsync(),
            _ => new TurnRun(services, lease, binding, command, turn).RecoverAsync(),
        });
    }

    /// <summary>Tells whoever sent it that its task had ended.</summary>
    public Task UnreadAsync(TurnCommand command) => command is DriveExec drive
        ? services.Replies.SayAsync(drive, ExecErrors.Unread(drive))
        : services.Replies.RefuseAsync(command, "the turn has ended.");

    /// <summary>Stops a turn that may write no more, and returns when it has let go of Codex's thread, or the limit of that is over.</summary>
    public async Task AbortAsync(ActiveTurn turn)
    {
        turn.Abort();
        try
        {
            await turn.Completion.WaitAsync(services.Options.StopTimeout + LetGoTime, services.Time);
        }
        catch (Exception exception) when (turn.Completion.IsCompleted || exception is TimeoutException)
        {
            // How it ended is known already, or will be to its next owner.
        }
    }

    /// <summary>Ends a task that waits for its turn.</summary>
    public Task CancelWaitingAsync(SessionLease lease, string taskId, CancellationToken cancellationToken) =>
        EndWaitingAsync(lease, taskId, TurnOutcome.Canceled("Canceled before it began."), cancellationToken);

    /// <summary>Ends a task whose turn only a later release could run, if it is one of the session's.</summary>
    public async Task RefuseAsync(SessionLease lease, string taskId, CancellationToken cancellationToken)
    {
        if (await services.Log.ReadAsync(lease.Owner, taskId, cancellationToken) is { } read && read.Snapshot.ContextId == lease.ContextId)
        {
            await EndWaitingAsync(lease, taskId, TurnOutcome.Failed(TurnFailures.OfLaterRelease), cancellationToken);
        }
    }

    private async Task EndWaitingAsync(SessionLease lease, string taskId, TurnOutcome outcome, CancellationToken cancellationToken)
    {
        await using var writer = await TaskWriter.OpenAsync(
            services.Log, lease, taskId, services.Writing, services.Time, cancellationToken);
        if (!writer.Current.Status.State.IsTerminal)
        {
            var identity = new TurnIdentity(taskId, lease.ContextId, lease.Binding?.ThreadId ?? "", null, "");
            var events = new TurnEventMapper(identity, writer.Current).Finish(outcome, services.Time.GetUtcNow());
            await writer.CommitAsync([.. events.Select(mapped => mapped.Event)], new WriteEffects(), cancellationToken);
            services.Telemetry.EndedUnrun(outcome.State, outcome.Error?.Code);
        }
    }
}

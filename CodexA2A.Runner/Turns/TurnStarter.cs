using CodexA2A.Runner.Mapping;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>Starts the turns of sessions.</summary>
internal sealed class TurnStarter(TurnServices services)
{
    /// <summary>Runs a turn that nobody has begun.</summary>
    public ActiveTurn Run(SessionLease lease, SessionBinding? binding, QueuedCommand command) =>
        ActiveTurn.Start(command, turn => new TurnRun(services, lease, binding, command, turn).RunAsync());

    /// <summary>Settles a turn that an earlier owner began.</summary>
    public ActiveTurn Recover(SessionLease lease, SessionBinding? binding, QueuedCommand command) =>
        ActiveTurn.Start(command, turn => new TurnRun(services, lease, binding, command, turn).RecoverAsync());

    /// <summary>Ends a task that waits for its turn.</summary>
    public async Task CancelWaitingAsync(SessionLease lease, string taskId, CancellationToken cancellationToken)
    {
        await using var writer = await TaskWriter.OpenAsync(
            services.Log, lease, taskId, services.Writing, services.Time, cancellationToken);
        if (!writer.Current.Status.State.IsTerminal)
        {
            var identity = new TurnIdentity(taskId, lease.ContextId, lease.Binding?.ThreadId ?? "", null, "");
            var events = new TurnEventMapper(identity, writer.Current).Finish(TurnOutcome.Canceled("Canceled before it began."), services.Time.GetUtcNow());
            await writer.CommitAsync([.. events.Select(mapped => mapped.Event)], new WriteEffects(), cancellationToken);
        }
    }
}

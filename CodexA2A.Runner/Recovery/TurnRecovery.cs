using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Recovery;

/// <summary>
/// Settles a turn whose owner was lost: what Codex's history and our own log know decides by <see cref="LossTable"/>.
/// Each row writes one status event with its reason and the attempt; abandoned items are closed first.
/// </summary>
internal sealed class TurnRecovery(TurnServices services, SessionLease lease, SessionBinding? binding, RunTurn run, EventPen pen)
{
    private DateTimeOffset Now => services.Time.GetUtcNow();

    /// <summary>Ends the task, or says with which attempt it goes on.</summary>
    /// <exception cref="ThreadUnusableException">The thread is in another home, or locked.</exception>
    public async Task<TurnAttempt?> SettleAsync(long commandId, CancellationToken cancellationToken)
    {
        if (binding is not null && binding.Home != services.Home.Identity.Home)
        {
            throw new ThreadUnusableException(ThreadUnusableException.Unreachable,
                "The runner that ran this turn is gone, and its Codex home cannot be reached. The next message starts a new conversation.");
        }

        var turn = await ReadHistoryAsync(cancellationToken);
        var history = turn is null ? TurnHistory.Absent : turn.IsCompleted ? TurnHistory.Completed : TurnHistory.Interrupted;
        var tools = HistoryReplay.UncertainTools(pen.Task, turn);
        var decision = LossTable.Decide(history, tools.Count > 0, lease.Takeovers, services.Options.AfterLoss);
        var attempt = TurnAttempt.Id(run.SubmitId, lease.Takeovers + 1);
        switch (decision)
        {
            case LossDecision.StartAgain:
                await NoteAsync("TURN_RESTARTED", "The service was restarted before Codex began this turn; it is started again.", cancellationToken);
                return new TurnAttempt(attempt, Text: null);
            case LossDecision.Continue:
                await NoteAsync("TURN_CONTINUED", "The turn was cut off; Codex is asked to go on.", cancellationToken);
                return new TurnAttempt(attempt, TurnAttempt.ContinueText);
            case LossDecision.PublishRest:
                await EndAsync(commandId, turn!, TurnOutcome.Completed, cancellationToken);
                return null;
            default:
                await EndAsync(commandId, turn, Failed(decision, string.Join("; ", tools)), cancellationToken);
                return null;
        }
    }

    private async Task<ThreadTurn?> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        if (binding is null)
        {
            // The binding is stored before the turn is started: Codex never heard of it.
            return null;
        }

        OpenThread thread;
        try
        {
            thread = await services.Threads.OpenAsync(binding, mustExist: true, folder: null, cancellationToken);
        }
        catch (ThreadUnusableException exception) when (exception.Code == ThreadUnusableException.Gone)
        {
            return null;
        }

        await using (thread)
        {
            var ids = Enumerable.Range(1, lease.Takeovers + 1).Select(number => TurnAttempt.Id(run.SubmitId, number)).ToHashSet();
            var found = await ThreadTurn.FindAsync(thread.Client, binding.ThreadId, ids, cancellationToken);
            if (found is { IsInProgress: true })
            {
                // The same Codex still runs it, for an owner that lost the lease: two turns in one thread must not be.
                await thread.InterruptAsync(found.Id, cancellationToken);
                await thread.CleanTerminalsAsync(cancellationToken);
            }

            return found;
        }
    }

    private Task NoteAsync(string code, string message, CancellationToken cancellationToken) =>
        pen.CommitAsync(
            [
                .. AbandonedItems.Close(pen.Task, "The turn was cut off.")
                    .Concat(new TurnEventMapper(Identity(), pen.Task).Note(message, new JsonObject { ["recovery"] = new JsonObject { ["reason"] = code, ["attempt"] = lease.Takeovers + 1 } }, Now))
                    .Select(mapped => mapped.Event),
            ],
            new WriteEffects(),
            cancellationToken).AsTask();

    private async Task EndAsync(long commandId, ThreadTurn? turn, TurnOutcome outcome, CancellationToken cancellationToken)
    {
        var mapper = new TurnEventMapper(Identity() with { TurnId = turn?.Id }, pen.Task);
        var rest = turn is null ? [] : HistoryReplay.Map(mapper, turn, Now);
        await pen.CommitAsync(
            [.. rest.Concat(mapper.Finish(outcome, Now)).Select(mapped => mapped.Event)],
            new WriteEffects { Done = commandId },
            cancellationToken);
    }

    private static TurnOutcome Failed(LossDecision decision, string tool) => decision switch
    {
        LossDecision.GiveUp => TurnOutcome.Failed(new TaskError("TAKEOVER_LIMIT",
            $"The turn was taken over {LossTable.MaxTakeovers} times without getting on. Send the message again if it is not the cause itself.")),
        LossDecision.FailUnknown => TurnOutcome.Failed(new TaskError("TURN_OUTCOME_UNKNOWN",
            $"The service was lost while a tool ran, and Codex has no record of how it ended: {tool}. Check what it did before you send the message again.")),
        _ => TurnOutcome.Failed(new TaskError("TURN_INTERRUPTED",
            $"The turn was cut off after a tool had begun: {tool}. Check what it did, then send a message to go on.")),
    };

    private TurnIdentity Identity() => services.Identity(run, lease.ContextId, binding?.ThreadId ?? "");
}

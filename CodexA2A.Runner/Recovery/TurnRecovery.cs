using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Approvals;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Recovery;

/// <summary>
/// Settles a turn whose owner was lost: what Codex's history and our own log know decides by <see cref="LossTable"/>.
/// Each row writes one status event with its reason and the attempt; abandoned items are closed first.
/// </summary>
internal sealed class TurnRecovery(TurnServices services, SessionLease lease, SessionBinding? binding, RunTurn run, TurnResults results, EventPen pen, EarlyStop early)
{
    private readonly int _tried = RecoveryMark.Attempts(pen.Task);

    private DateTimeOffset Now => services.Time.GetUtcNow();

    /// <summary>Ends the task, or says with which attempt it goes on.</summary>
    /// <exception cref="ThreadUnusableException">The thread is in another home, or locked.</exception>
    public async Task<TurnAttempt?> SettleAsync(long commandId, CancellationToken cancellationToken)
    {
        await results.ResumeAsync(cancellationToken);
        if (binding is not null && binding.Home != services.Home.Identity.Home)
        {
            throw new ThreadUnusableException(ThreadUnusableException.Unreachable,
                "The runner that ran this turn is gone, and its Codex home cannot be reached. The next message starts a new conversation.");
        }

        var ids = Enumerable.Range(1, _tried).Select(number => TurnAttempt.Id(run.SubmitId, number)).ToHashSet();
        var (turn, stillRuns) = await LostTurn.ReadAsync(services, binding, services.Terms(lease), ids, early, cancellationToken);
        if (stillRuns)
        {
            await FailAsync(commandId, turn, TurnFailures.NotStopped(services.Options.StopTimeout), cancellationToken);
            return null;
        }

        var history = turn is null ? TurnHistory.Absent : turn.IsCompleted ? TurnHistory.Completed : TurnHistory.Interrupted;
        var tools = UncertainTools.Find(pen.Task, turn);
        var decision = LossTable.Decide(history, tools.Count > 0, lease.Takeovers, services.Options.AfterLoss);
        var next = TurnAttempt.Id(run.SubmitId, _tried + 1);
        switch (decision)
        {
            case LossDecision.StartAgain:
                await NoteAsync("TURN_RESTARTED", "The service was restarted before Codex began this turn; it is started again.", cancellationToken);
                return new TurnAttempt(next, Text: null);
            case LossDecision.Continue:
                await NoteAsync("TURN_CONTINUED", "The turn was cut off; Codex is asked to go on.", cancellationToken);
                return new TurnAttempt(next, TurnAttempt.ContinueText);
            case LossDecision.PublishRest:
                return await PublishAsync(commandId, turn!, cancellationToken);
            default:
                await FailAsync(commandId, turn, Error(decision, string.Join("; ", tools)), cancellationToken);
                return null;
        }
    }

    private async Task NoteAsync(string reason, string message, CancellationToken cancellationToken)
    {
        var shared = InterruptStatuses.Void(pen.Task);
        message = shared is null ? message : $"{message} The question that waited for an answer is void.";
        var codex = RecoveryMark.Of(reason, _tried + 1);
        if (UnapprovedItems.In(pen.Task).Count > 0)
        {
            codex = UnapprovedItems.Cleared(codex);
        }

        var note = new TurnEventMapper(Identity(), pen.Task).Note(message, codex, Now, shared);
        await pen.CommitAsync(
            [.. AbandonedItems.Close(pen.Task, "The turn was cut off.").Concat(note).Select(mapped => mapped.Event)], new WriteEffects(), cancellationToken);
    }

    private Task FailAsync(long commandId, ThreadTurn? turn, TaskError error, CancellationToken cancellationToken) =>
        EndAsync(commandId, turn, TurnOutcome.Failed(error), error.Code, cancellationToken);

    /// <summary>Publishes what is missing of a turn that ran to its end. An answer that does not fit its schema is asked for again, unless it was.</summary>
    private async Task<TurnAttempt?> PublishAsync(long commandId, ThreadTurn turn, CancellationToken cancellationToken)
    {
        var mapper = new TurnEventMapper(Identity() with { TurnId = turn.Id }, pen.Task);
        var rest = HistoryReplay.Map(mapper, turn, Now);
        // Where what is found is an earlier attempt, Codex never heard that it was asked once more.
        var verdict = results.Judge(mapper, pen.Task, TurnOutcome.Completed, retryLost: !turn.IsOf(TurnAttempt.Id(run.SubmitId, _tried)));
        if (verdict.RetryText is null)
        {
            await WriteEndAsync(commandId, mapper, rest.Concat(verdict.Events), verdict.Outcome, Marked("TURN_COMPLETED", _tried, verdict), cancellationToken);
            return null;
        }

        var note = mapper.Note("The answer does not fit the schema of the request; Codex is asked once more.", Marked("STRUCTURED_OUTPUT_RETRY", _tried + 1, verdict), Now);
        await pen.CommitAsync([.. rest.Concat(note).Select(mapped => mapped.Event)], new WriteEffects(), cancellationToken);
        return new TurnAttempt(TurnAttempt.Id(run.SubmitId, _tried + 1), verdict.RetryText);
    }

    private async Task EndAsync(long commandId, ThreadTurn? turn, TurnOutcome outcome, string reason, CancellationToken cancellationToken)
    {
        var mapper = new TurnEventMapper(Identity() with { TurnId = turn?.Id }, pen.Task);
        var rest = turn is null ? [] : HistoryReplay.Map(mapper, turn, Now);
        await WriteEndAsync(commandId, mapper, rest, outcome, RecoveryMark.Of(reason, _tried), cancellationToken);
    }

    private async Task WriteEndAsync(
        long commandId, TurnEventMapper mapper, IEnumerable<MappedEvent> rest, TurnOutcome outcome, JsonObject codex, CancellationToken cancellationToken)
    {
        var patch = await results.PatchAsync(mapper, cancellationToken);
        await pen.CommitAsync(
            [.. rest.Concat(patch).Concat(mapper.Finish(outcome, Now, codex)).Select(mapped => mapped.Event)],
            new WriteEffects { Done = commandId },
            cancellationToken);
        await results.DoneAsync();
    }

    private static JsonObject Marked(string reason, int attempt, AnswerVerdict verdict)
    {
        var codex = RecoveryMark.Of(reason, attempt);
        foreach (var (name, value) in verdict.Codex ?? [])
        {
            codex[name] = value?.DeepClone();
        }

        return codex;
    }

    private static TaskError Error(LossDecision decision, string tools) => decision switch
    {
        LossDecision.GiveUp => new TaskError("TAKEOVER_LIMIT",
            $"The turn was taken over {LossTable.MaxTakeovers} times before it ended or asked anybody. Send the message again if it is not the cause itself."),
        LossDecision.FailUnknown => new TaskError("TURN_OUTCOME_UNKNOWN",
            $"The service was lost while a tool ran, and Codex has no record of how it ended: {tools}. Check what it did before you send the message again."),
        _ => new TaskError("TURN_INTERRUPTED",
            $"The turn was cut off after a tool had begun: {tools}. Check what it did, then send a message to go on."),
    };

    private TurnIdentity Identity() => services.Identity(run, lease, binding?.ThreadId ?? "");
}

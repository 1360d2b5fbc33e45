using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Approvals;
using CodexA2A.Runner.Recovery;
using CodexA2A.Runner.Telemetry;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>What follows when a turn of Codex is over.</summary>
/// <param name="Result">How the task's turn left its session; null when it goes on.</param>
/// <param name="Again">What Codex is asked once more; null when it is not.</param>
internal readonly record struct TurnNext(TurnResult? Result, string? Again);

/// <summary>Writes how a turn ended, that it is left to the next owner, or that Codex is asked once more.</summary>
internal sealed class TurnClosing(TurnServices services, QueuedCommand command, ActiveTurn turn, TurnOpening opening, TurnResults results, EventPen pen, TurnTrace trace)
{
    /// <summary>Closes a turn of Codex.</summary>
    /// <param name="mapper">What it said.</param>
    /// <param name="desk">What it asked.</param>
    /// <param name="ending">How its loop ended.</param>
    /// <param name="turnLimit">How long it might take.</param>
    /// <param name="limits">The limits of the account.</param>
    public async Task<TurnNext> CloseAsync(TurnEventMapper mapper, InterruptDesk desk, TurnEnding ending, TimeSpan turnLimit, JsonObject? limits)
    {
        if (TurnVerdict.Of(ending, desk.EndRequested, turnLimit, services.Options) is { } outcome)
        {
            var verdict = results.Judge(mapper, pen.Task, outcome, mayRetry: ending.Stop is TurnStop.None or TurnStop.Park);
            if (verdict.RetryText is null)
            {
                return new TurnNext(await EndAsync(mapper, verdict.Outcome, desk.WithdrawAll(), Joined(verdict.Codex, limits), verdict.Events), null);
            }

            if (ending.Stop == TurnStop.None)
            {
                await SayAgainAsync(mapper, verdict);
                return new TurnNext(null, verdict.RetryText);
            }

            // The next owner finds the whole turn in Codex's history, and asks again.
        }

        IReadOnlyList<MappedEvent> note = InterruptStatuses.Void(pen.Task) is { } shared
            ? mapper.Note("The service stops, so the question is void; it will be asked again.", codex: null, services.Time.GetUtcNow(), shared)
            : [];
        await pen.CommitAsync([.. note.Select(mapped => mapped.Event)], new WriteEffects { Closed = desk.WithdrawAll() }, turn.Aborted);
        return new TurnNext(Parked(), null);
    }

    /// <summary>Ends the task.</summary>
    public async Task<TurnResult> EndAsync(
        TurnEventMapper mapper,
        TurnOutcome outcome,
        IReadOnlyList<InterruptClosing> closed,
        JsonObject? codex = null,
        IReadOnlyList<MappedEvent>? told = null)
    {
        var patch = await results.PatchAsync(mapper, turn.Aborted);
        var events = mapper.Finish(outcome, services.Time.GetUtcNow(), codex);
        await pen.CommitAsync([.. (told ?? []).Concat(patch).Concat(events).Select(mapped => mapped.Event)], new WriteEffects { Done = command.Id, Closed = closed }, turn.Aborted);
        await results.DoneAsync();
        trace.Ended(pen.Task, mapper.Tokens);
        return new TurnResult(opening.Binding, Parked: false);
    }

    /// <summary>Leaves the turn to the next owner.</summary>
    public TurnResult Parked()
    {
        trace.Parked();
        return new TurnResult(opening.Binding, Parked: true);
    }

    /// <summary>Says that Codex is asked once more, before it is: what stands in the task tells a next owner which turn is looked for.</summary>
    private async Task SayAgainAsync(TurnEventMapper mapper, AnswerVerdict verdict)
    {
        var codex = Joined(RecoveryMark.Of("STRUCTURED_OUTPUT_RETRY", RecoveryMark.Attempts(pen.Task) + 1), verdict.Codex);
        var note = mapper.Note("The answer does not fit the schema of the request; Codex is asked once more.", codex, services.Time.GetUtcNow());
        await pen.CommitAsync([.. note.Select(mapped => mapped.Event)], new WriteEffects(), turn.Aborted);
    }

    private static JsonObject? Joined(JsonObject? first, JsonObject? second)
    {
        if (first is null || second is null)
        {
            return first ?? second;
        }

        foreach (var (name, value) in second)
        {
            first[name] = value?.DeepClone();
        }

        return first;
    }
}

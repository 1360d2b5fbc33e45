using CodexA2A.Runner.Mapping;

namespace CodexA2A.Runner.Turns;

/// <summary>What the end of a turn means for its task. Codex's own word that all is done counts, also when it was asked to stop meanwhile. Pure.</summary>
internal static class TurnVerdict
{
    /// <summary>How the task ends; null when the turn is left to the next owner.</summary>
    /// <param name="ending">How the loop ended.</param>
    /// <param name="endRequested">A person answered that the turn is to end.</param>
    /// <param name="turnLimit">How long this turn might take.</param>
    /// <param name="options">The other limits.</param>
    public static TurnOutcome? Of(TurnEnding ending, bool endRequested, TimeSpan turnLimit, RunnerOptions options) => ending switch
    {
        TurnEnding.Completed { Last: var last } when TurnOutcomes.IsCompleted(last) => TurnOutcome.Completed,
        { Stop: TurnStop.Park } => null,
        TurnEnding.NotStopped => TurnOutcome.Failed(TurnFailures.NotStopped(options.StopTimeout)),
        { Stop: TurnStop.Cancel } => TurnOutcome.Canceled(),
        TurnEnding.Completed { Stop: TurnStop.TurnLimit } => TurnOutcome.Failed(TurnFailures.TurnLimit(turnLimit)),
        TurnEnding.Completed { Stop: TurnStop.IdleLimit } => TurnOutcome.Failed(TurnFailures.IdleLimit(options.IdleTimeout)),
        TurnEnding.Completed completed => TurnOutcomes.From(completed.Last, endRequested),
        TurnEnding.CodexDied died => TurnOutcome.Failed(TurnFailures.Died(died.Certificate)),
        _ => throw new InvalidOperationException($"Unknown ending {ending}."),
    };
}

namespace CodexA2A.Runner.Recovery;

/// <summary>What Codex's own history knows of a turn whose runner was lost.</summary>
internal enum TurnHistory
{
    /// <summary>The message is not in it, or the thread is gone.</summary>
    Absent,

    /// <summary>The turn ran to its end.</summary>
    Completed,

    /// <summary>The turn was cut off or failed.</summary>
    Interrupted,
}

/// <summary>What is done with it.</summary>
internal enum LossDecision
{
    /// <summary>Nothing can have happened: run the turn again.</summary>
    StartAgain,

    /// <summary>A tool began and nobody knows how it ended: FAILED, TURN_OUTCOME_UNKNOWN.</summary>
    FailUnknown,

    /// <summary>Publish what is missing and complete.</summary>
    PublishRest,

    /// <summary>Go on with one continuation turn.</summary>
    Continue,

    /// <summary>FAILED, TURN_INTERRUPTED, naming the command.</summary>
    FailInterrupted,

    /// <summary>Taken over too often without progress: FAILED, TAKEOVER_LIMIT.</summary>
    GiveUp,
}

/// <summary>The table of contracts.md §6: what is known after a loss, and what is done.</summary>
internal static class LossTable
{
    /// <summary>So many takeovers without progress end the task.</summary>
    public const int MaxTakeovers = 3;

    /// <summary>Decides from Codex's history, our own log, and the setting.</summary>
    /// <param name="history">What Codex knows.</param>
    /// <param name="toolBegun">Our log has a tool item of this turn.</param>
    /// <param name="takeovers">How often the session was taken over since it last made progress, this time included.</param>
    /// <param name="afterLoss">The setting <c>Runner:AfterLoss</c>.</param>
    public static LossDecision Decide(TurnHistory history, bool toolBegun, int takeovers, AfterLoss afterLoss) =>
        (history, toolBegun) switch
        {
            (TurnHistory.Completed, _) => LossDecision.PublishRest,
            _ when takeovers >= MaxTakeovers => LossDecision.GiveUp,
            (TurnHistory.Absent, false) => LossDecision.StartAgain,
            (TurnHistory.Absent, true) => LossDecision.FailUnknown,
            (_, false) => LossDecision.Continue,
            (_, true) when afterLoss == AfterLoss.Continue => LossDecision.Continue,
            _ => LossDecision.FailInterrupted,
        };
}

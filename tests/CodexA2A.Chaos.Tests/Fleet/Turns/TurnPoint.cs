namespace CodexA2A.Chaos.Tests.Fleet.Turns;

/// <summary>Where in a turn its owner is killed; in the order of the turn.</summary>
internal enum TurnPoint
{
    /// <summary>Nowhere: the turn waits for nobody.</summary>
    None,

    /// <summary>It was accepted, and its session claimed this very moment.</summary>
    Queued,

    /// <summary>It is begun, and waits for the lock of its session: there is no thread yet.</summary>
    Claimed,

    /// <summary>The thread is open; the request to start the turn has not reached Codex.</summary>
    BeforeTurnStart,

    /// <summary>Codex has asked the model, which has not said anything.</summary>
    TurnStarted,

    /// <summary>In the middle of a thought.</summary>
    InReasoning,

    /// <summary>In the middle of a remark.</summary>
    InText,

    /// <summary>The remark is said; the call of the command comes next.</summary>
    BeforeCommand,

    /// <summary>The command has had its effect, and runs.</summary>
    InCommand,

    /// <summary>The command has ended; the model knows what it printed.</summary>
    AfterCommand,

    /// <summary>A person is asked whether the command may run.</summary>
    Asking,

    /// <summary>The person said yes this very moment.</summary>
    Answered,

    /// <summary>The answer is said; the end of the turn is on its way.</summary>
    AtTheEnd,
}

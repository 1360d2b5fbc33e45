using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Turns;

/// <summary>Why we asked Codex to stop a turn.</summary>
internal enum TurnStop
{
    /// <summary>We did not.</summary>
    None,

    /// <summary>Somebody canceled the task.</summary>
    Cancel,

    /// <summary>The turn took too long.</summary>
    TurnLimit,

    /// <summary>The turn was silent for too long.</summary>
    IdleLimit,

    /// <summary>The process drains; the next owner settles the turn.</summary>
    Park,
}

/// <summary>How a turn's loop ended.</summary>
internal abstract record TurnEnding
{
    private TurnEnding()
    {
    }

    /// <summary>Codex said its own word.</summary>
    /// <param name="Last">The turn/completed notification.</param>
    /// <param name="Stop">Whether and why we had asked it to stop.</param>
    internal sealed record Completed(Notification Last, TurnStop Stop) : TurnEnding;

    /// <summary>The process died under the turn.</summary>
    internal sealed record CodexDied(DeathCertificate Certificate, TurnStop Stop) : TurnEnding;

    /// <summary>Codex did not confirm the stop in time.</summary>
    internal sealed record NotStopped(TurnStop Stop) : TurnEnding;
}

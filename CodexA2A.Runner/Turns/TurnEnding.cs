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
    private TurnEnding(TurnStop stop) => Stop = stop;

    /// <summary>Whether and why we had asked Codex to stop it.</summary>
    public TurnStop Stop { get; }

    /// <summary>Codex said its own word.</summary>
    internal sealed record Completed(Notification Last, TurnStop Asked) : TurnEnding(Asked);

    /// <summary>The process died under the turn.</summary>
    internal sealed record CodexDied(DeathCertificate Certificate, TurnStop Asked) : TurnEnding(Asked);

    /// <summary>Codex did not confirm the stop in time.</summary>
    internal sealed record NotStopped(TurnStop Asked) : TurnEnding(Asked);
}

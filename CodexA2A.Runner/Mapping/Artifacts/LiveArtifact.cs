namespace CodexA2A.Runner.Mapping.Artifacts;

/// <summary>An artifact that this turn writes, from its first event to its last.</summary>
internal abstract class LiveArtifact(ArtifactFrame frame)
{
    /// <summary>What its events have in common.</summary>
    public ArtifactFrame Frame { get; } = frame;

    /// <summary>Its last event is out.</summary>
    public bool IsClosed { get; protected set; }

    /// <summary>Closes it because the turn ended and Codex never did; never claims success.</summary>
    public abstract void End(TurnArtifacts turn, TurnEnd end);
}

/// <summary>The end of a turn as an open artifact sees it.</summary>
/// <param name="State">How the task ends.</param>
/// <param name="Code">The error's code of a failed turn.</param>
/// <param name="Reason">Why the artifact is closed, for people.</param>
/// <param name="RunsOn">Commands that are at work go on without the turn.</param>
internal sealed record TurnEnd(TaskState State, string? Code, string Reason, bool RunsOn = false);

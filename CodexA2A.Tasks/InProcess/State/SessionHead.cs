using System.Collections.Immutable;

namespace CodexA2A.Tasks.InProcess.State;

/// <summary>A command that is not finished.</summary>
/// <param name="Id">Its number in the session.</param>
/// <param name="TaskId">The task it is about.</param>
/// <param name="Turn">True when it runs a turn.</param>
/// <param name="Command">The command, or null when it is to be read from the database.</param>
internal sealed record CommandEntry(long Id, string TaskId, bool Turn, TurnCommand? Command);

/// <summary>A session at one moment. Immutable: a step of the writer makes a new one.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="ContextId">The client's name of it.</param>
internal sealed record SessionHead(SessionId Id, Owner Owner, string ContextId)
{
    /// <summary>The epoch of the newest lease, or of a settle since.</summary>
    public long Epoch { get; init; }

    /// <summary>The last command that is finished.</summary>
    public long Cursor { get; init; }

    /// <summary>The last command's number ever given.</summary>
    public long LastCommand { get; init; }

    /// <summary>The turn that was begun and is not finished.</summary>
    public long? Begun { get; init; }

    /// <summary>How often it was taken over from a dead owner since it last made progress.</summary>
    public int Takeovers { get; init; }

    /// <summary>So often a runner may lose its lease in a turn and live without being counted as one that died.</summary>
    public const int MostSlow = 3;

    /// <summary>How often that happened since the session last made progress. In memory only.</summary>
    public int Slow { get; init; }

    /// <summary>True from claim to release, also in the database: an owner that dies leaves it set.</summary>
    public bool Held { get; init; }

    /// <summary>Its thread.</summary>
    public SessionBinding? Binding { get; init; }

    /// <summary>The threads before that one (<see cref="PastThreads"/>).</summary>
    public string? Past { get; init; }

    /// <summary>When it was last used, Unix milliseconds.</summary>
    public long UsedAt { get; init; }

    /// <summary>The lease, in memory only; also one that ran out, until somebody else claims.</summary>
    public Lease? Lease { get; init; }

    /// <summary>
    /// Given back while its turn waits for an answer: nothing can be done until something about that turn comes. In memory only.
    /// </summary>
    public bool Parked { get; init; }

    /// <summary>What is not finished, in order.</summary>
    public ImmutableArray<CommandEntry> Commands { get; init; } = [];

    /// <summary>True when an owner has something to do.</summary>
    public bool HasWork => Commands.Length > 0 && !Parked;

    /// <summary>How many turns are not finished.</summary>
    public int Turns => Commands.Count(command => command.Turn);

    /// <summary>How many turns come before the one of <paramref name="taskId"/>; null when that one does not wait.</summary>
    public int? QueuePosition(string taskId)
    {
        var before = 0;
        foreach (var command in Commands)
        {
            if (!command.Turn)
            {
                continue;
            }

            if (command.TaskId == taskId)
            {
                return command.Id == Begun ? null : before;
            }

            before++;
        }

        return null;
    }
}

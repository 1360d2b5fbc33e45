using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Ledgers;

/// <summary>What a client saw of one task: every event id, over all its connections.</summary>
/// <param name="taskId">The task.</param>
/// <param name="chunks">What its answer must be.</param>
internal sealed class ClientLedger(string taskId, int chunks)
{
    private readonly List<SeenEvent> _seen = [];

    public string TaskId => taskId;

    public int Chunks => chunks;

    /// <summary>In the order of their coming.</summary>
    public IReadOnlyList<SeenEvent> Seen => _seen;

    /// <summary>The last one: where the next connection goes on.</summary>
    public EventId Last => _seen.Count == 0 ? EventId.None : _seen[^1].Id;

    public bool Ended { get; private set; }

    /// <summary>Writes an event down.</summary>
    public void Add(TaskEvent entry)
    {
        _seen.Add(new SeenEvent(entry.Id, entry.Kind == TaskEventKind.Snapshot, entry.At));
        Ended |= entry.State is { IsTerminal: true };
    }
}

/// <summary>An event that came.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Resync">True for a snapshot in place of everything up to this id.</param>
/// <param name="At">When it was written.</param>
internal sealed record SeenEvent(EventId Id, bool Resync, DateTimeOffset At);

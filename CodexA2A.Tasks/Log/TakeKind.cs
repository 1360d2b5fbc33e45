namespace CodexA2A.Tasks;

/// <summary>What a reader gets at a position of a task's log.</summary>
internal enum TakeKind
{
    /// <summary>Events.</summary>
    Batch,

    /// <summary>Nothing yet; wait for the signal.</summary>
    Wait,

    /// <summary>Nothing any more.</summary>
    End,

    /// <summary>Events that are only in the store.</summary>
    Cold,

    /// <summary>The events are gone: one Snapshot in their place.</summary>
    Resync,
}

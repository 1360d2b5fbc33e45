namespace CodexA2A.Tasks;

/// <summary>What must become true in one step with the events of a commit; members as in <see cref="TaskAppend"/>.</summary>
public sealed record WriteEffects
{
    /// <summary>The command that the turn begins with this.</summary>
    public long? Begun { get; init; }

    /// <summary>The command that is finished with this.</summary>
    public long? Done { get; init; }

    /// <summary>The thread that the session is bound to from now on.</summary>
    public SessionBinding? Binding { get; init; }

    /// <summary>Interrupts that open.</summary>
    public IReadOnlyList<Interrupt> Opened { get; init; } = [];

    /// <summary>Interrupts that close.</summary>
    public IReadOnlyList<InterruptClosing> Closed { get; init; } = [];

    /// <summary>True when there is nothing in it.</summary>
    internal bool IsEmpty => this is { Begun: null, Done: null, Binding: null, Opened.Count: 0, Closed.Count: 0 };

    /// <summary>Both, one after the other.</summary>
    internal WriteEffects Then(WriteEffects next) => IsEmpty ? next : next.IsEmpty ? this : new WriteEffects
    {
        Begun = next.Begun ?? Begun,
        Done = next.Done ?? Done,
        Binding = next.Binding ?? Binding,
        Opened = [.. Opened, .. next.Opened],
        Closed = [.. Closed, .. next.Closed],
    };
}

namespace CodexA2A.Tasks;

/// <summary>One atomic read of a task: the snapshot and everything after it.</summary>
/// <param name="Snapshot">The newest stored snapshot.</param>
/// <param name="Tail">The events after the snapshot, in order; often empty.</param>
/// <param name="Last">The id of the last event; a reader follows from here without a gap.</param>
/// <param name="State">The state after <paramref name="Last"/>.</param>
/// <param name="QueuePosition">How many turns of this context come before this task's; null when it does not wait.</param>
/// <param name="Interrupts">The interrupts that are open now.</param>
public sealed record TaskRead(
    TaskSnapshot Snapshot,
    IReadOnlyList<TaskEvent> Tail,
    EventId Last,
    TaskState State,
    int? QueuePosition,
    IReadOnlyList<Interrupt> Interrupts);

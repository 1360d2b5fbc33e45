using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>The turns of a session that wait for the one that runs, in order, and what was sent to each. It belongs to the session's loop.</summary>
internal sealed class WaitingTurns
{
    private readonly LinkedList<QueuedCommand> _turns = new();

    // Bounded by the store, which keeps them until their turn has begun.
    private readonly Dictionary<string, List<TurnCommand>> _held = new(StringComparer.Ordinal);

    /// <summary>True when none waits.</summary>
    public bool IsEmpty => _turns.Count == 0;

    /// <summary>One more.</summary>
    public void Add(QueuedCommand turn) => _turns.AddLast(turn);

    /// <summary>Takes the first; null when none waits.</summary>
    public QueuedCommand? TakeFirst()
    {
        var first = _turns.First?.Value;
        if (first is not null)
        {
            _turns.RemoveFirst();
        }

        return first;
    }

    /// <summary>True when the task's turn is among them.</summary>
    public bool Contains(string taskId) => _turns.Any(turn => turn.Command.TaskId == taskId);

    /// <summary>Keeps a command for a turn that waits; false, and nothing happens, when its task's does not.</summary>
    public bool Hold(TurnCommand command)
    {
        if (!Contains(command.TaskId))
        {
            return false;
        }

        if (!_held.TryGetValue(command.TaskId, out var held))
        {
            _held[command.TaskId] = held = [];
        }

        held.Add(command);
        return true;
    }

    /// <summary>Takes what was kept for a task's turn, in order.</summary>
    public IReadOnlyList<TurnCommand> TakeHeld(string taskId) => _held.Remove(taskId, out var held) ? held : [];

    /// <summary>Takes the task's turn out.</summary>
    public void Remove(string taskId)
    {
        foreach (var turn in _turns.Where(turn => turn.Command.TaskId == taskId).ToArray())
        {
            _turns.Remove(turn);
        }
    }
}

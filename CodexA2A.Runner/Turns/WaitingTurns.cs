using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>The turns of a session that wait for the one that runs, in order. It belongs to the session's loop.</summary>
internal sealed class WaitingTurns
{
    private readonly LinkedList<QueuedCommand> _turns = new();

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

    /// <summary>Takes the task's turn out.</summary>
    public void Remove(string taskId)
    {
        foreach (var turn in _turns.Where(turn => turn.Command.TaskId == taskId).ToArray())
        {
            _turns.Remove(turn);
        }
    }
}

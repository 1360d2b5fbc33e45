namespace CodexA2A.Runner.AppServer;

/// <summary>The stopped turns of one Codex process whose commands are looked for (docs/decisions/0033), by the thread whose next turn ends that.</summary>
internal sealed class StoppedCommands(string generation, TimeProvider time, Action<int> kill)
{
    /// <summary>The variable in which Codex tells a command its thread.</summary>
    public const string Variable = "CODEX_THREAD_ID";

    private readonly string _mark = ProcessMark.Of(generation).ToString();
    private readonly Dictionary<string, StoppedTurn> _turns = new(StringComparer.Ordinal);
    private bool _over;

    /// <summary>The turn of a thread that is about to be stopped. Asked for before Codex is: a stop that takes long must not find the commands of the next turn.</summary>
    /// <param name="threadId">The thread.</param>
    /// <returns>To be told once when the turn was stopped, or given up.</returns>
    public StoppedTurn Of(string threadId)
    {
        lock (_turns)
        {
            if (!_turns.TryGetValue(threadId, out var turn) || !turn.TryBegin())
            {
                turn = new StoppedTurn(threadId, Kill, time, ended => Forget(threadId, ended));
                turn.TryBegin();
                if (_over)
                {
                    turn.End();
                }
                else
                {
                    _turns[threadId] = turn;
                }
            }

            return turn;
        }
    }

    /// <summary>A turn is about to begin in this thread: what is left of a stopped one is killed, and what runs from now on is not touched.</summary>
    public void Begins(string threadId)
    {
        StoppedTurn? turn;
        lock (_turns)
        {
            _turns.Remove(threadId, out turn);
        }

        turn?.EndByNext();
    }

    /// <summary>The Codex process is over: whoever ends it ends all it has started.</summary>
    public void End()
    {
        lock (_turns)
        {
            _over = true;
            foreach (var turn in _turns.Values)
            {
                turn.End();
            }

            _turns.Clear();
        }
    }

    private void Forget(string threadId, StoppedTurn turn)
    {
        lock (_turns)
        {
            if (_turns.GetValueOrDefault(threadId) == turn)
            {
                _turns.Remove(threadId);
            }
        }
    }

    private void Kill(IReadOnlyCollection<string> threads) =>
        MarkedProcesses.Kill(ProcessMark.Variable, (pid, mark) => mark == _mark && threads.Any(thread => MarkedProcesses.Has(pid, Variable, thread)), kill);
}

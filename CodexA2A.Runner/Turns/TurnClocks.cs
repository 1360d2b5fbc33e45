namespace CodexA2A.Runner.Turns;

/// <summary>Which limit of a turn ran out.</summary>
internal enum TurnLimit
{
    /// <summary>None.</summary>
    None,

    /// <summary>The whole turn took too long.</summary>
    Turn,

    /// <summary>Nothing came for too long.</summary>
    Idle,
}

/// <summary>
/// The two clocks of a turn (contracts.md §7). Both stand still while a question to a person is open; the idle clock also while
/// a command runs. Not thread-safe: it belongs to the turn's loop.
/// </summary>
internal sealed class TurnClocks(TimeProvider time, TimeSpan turnLimit, TimeSpan idleLimit)
{
    private readonly HashSet<string> _commands = [];
    private TimeSpan _turnSpent;
    private TimeSpan _idleSpent;
    private long _since = time.GetTimestamp();
    private bool _paused;

    /// <summary>Something came from Codex that shows progress.</summary>
    public void Activity()
    {
        Settle();
        _idleSpent = TimeSpan.Zero;
    }

    /// <summary>A command or tool began; until it ends, silence is no sign of trouble.</summary>
    public void CommandStarted(string itemId)
    {
        Activity();
        _commands.Add(itemId);
    }

    /// <summary>It ended.</summary>
    public void CommandEnded(string itemId)
    {
        Activity();
        _commands.Remove(itemId);
    }

    /// <summary>The model's stream broke off: what it had begun does not go on, and its end may never be told.</summary>
    public void ToolsLost()
    {
        Settle();
        _commands.Clear();
    }

    /// <summary>Stops both clocks while a person is asked.</summary>
    public void SetPaused(bool paused)
    {
        Activity();
        _paused = paused;
    }

    /// <summary>How long until a limit can run out at the earliest; null when no clock runs.</summary>
    public TimeSpan? Next()
    {
        Settle();
        if (_paused)
        {
            return null;
        }

        var turn = turnLimit - _turnSpent;
        var idle = idleLimit - _idleSpent;
        var next = _commands.Count == 0 && idle < turn ? idle : turn;
        return next > TimeSpan.Zero ? next : TimeSpan.Zero;
    }

    /// <summary>The limit that has run out by now.</summary>
    public TurnLimit Expired()
    {
        Settle();
        return _paused ? TurnLimit.None
            : _turnSpent >= turnLimit ? TurnLimit.Turn
            : _commands.Count == 0 && _idleSpent >= idleLimit ? TurnLimit.Idle
            : TurnLimit.None;
    }

    private void Settle()
    {
        var now = time.GetTimestamp();
        var passed = time.GetElapsedTime(_since, now);
        _since = now;
        if (_paused)
        {
            return;
        }

        _turnSpent += passed;
        _idleSpent = _commands.Count == 0 ? _idleSpent + passed : TimeSpan.Zero;
    }
}

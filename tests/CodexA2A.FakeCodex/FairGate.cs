namespace CodexA2A.FakeCodex;

/// <summary>One at a time, in the order in which they came.</summary>
internal sealed class FairGate
{
    private readonly object _turn = new();
    private long _next;
    private long _served;

    /// <summary>Waits for its turn.</summary>
    public void Enter()
    {
        lock (_turn)
        {
            for (var mine = _next++; mine != _served;)
                Monitor.Wait(_turn);
        }
    }

    /// <summary>Lets the next one in.</summary>
    public void Exit()
    {
        lock (_turn)
        {
            _served++;
            Monitor.PulseAll(_turn);
        }
    }
}

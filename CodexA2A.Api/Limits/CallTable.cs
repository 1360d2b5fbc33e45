namespace CodexA2A.Api.Limits;

/// <summary>How many calls and streams of each principal are open in this process; who has none is not in it.</summary>
/// <param name="mostCalls">Most calls of one; 0 for any number.</param>
/// <param name="mostStreams">Most streams of one; 0 for any number.</param>
internal sealed class CallTable(int mostCalls, int mostStreams)
{
    private readonly Dictionary<Tasks.Owner, Open> open = [];
    private readonly Lock gate = new();

    /// <summary>How many principals have any.</summary>
    public int Count
    {
        get
        {
            lock (gate) return open.Count;
        }
    }

    /// <summary>A call comes in.</summary>
    /// <exception cref="A2AException">TOO_MANY_CALLS.</exception>
    public CallPlace Enter(Tasks.Owner owner)
    {
        if (!TryChange(owner, 1, 0)) throw LimitErrors.Calls(mostCalls);
        return new CallPlace(this, owner);
    }

    /// <summary>A call turns out to be a stream, or a new stream begins.</summary>
    /// <exception cref="A2AException">TOO_MANY_STREAMS; it stays a call.</exception>
    public void Stream(Tasks.Owner owner)
    {
        if (!TryChange(owner, -1, 1)) throw LimitErrors.Streams(mostStreams);
    }

    /// <summary>One is over.</summary>
    public void Leave(Tasks.Owner owner, bool stream) => TryChange(owner, stream ? 0 : -1, stream ? -1 : 0);

    private bool TryChange(Tasks.Owner owner, int calls, int streams)
    {
        lock (gate)
        {
            var now = open.GetValueOrDefault(owner);
            var then = new Open(now.Calls + calls, now.Streams + streams);
            // Only what grows is refused.
            if ((calls > 0 && mostCalls > 0 && then.Calls > mostCalls) || (streams > 0 && mostStreams > 0 && then.Streams > mostStreams)) return false;
            if (then == default) open.Remove(owner);
            else open[owner] = then;
            return true;
        }
    }

    private readonly record struct Open(int Calls, int Streams);
}

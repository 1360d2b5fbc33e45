using System.Runtime.InteropServices;

namespace CodexA2A.Api.Limits;

/// <summary>How many calls and streams of each principal are open in this process; who has none is not in it.</summary>
/// <param name="mostCalls">Most calls of one; 0 for any number.</param>
/// <param name="mostStreams">Most streams of one; 0 for any number.</param>
internal sealed class CallTable(int mostCalls, int mostStreams)
{
    private readonly Dictionary<Tasks.Owner, OpenCalls> open = [];
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
        OpenCalls of;
        lock (gate)
        {
            ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(open, owner, out _);
            of = found ??= new(owner);
            // Whoever is refused has calls open, so nothing was added.
            if (mostCalls > 0 && of.Calls >= mostCalls) throw LimitErrors.Calls(mostCalls);
            of.Calls++;
        }

        return new CallPlace(this, of);
    }

    /// <summary>A call turns out to be a stream.</summary>
    /// <exception cref="A2AException">TOO_MANY_STREAMS; it stays a call.</exception>
    public void Stream(OpenCalls of)
    {
        lock (gate)
        {
            if (mostStreams > 0 && of.Streams >= mostStreams) throw LimitErrors.Streams(mostStreams);
            of.Streams++;
            of.Calls--;
        }
    }

    /// <summary>One is over.</summary>
    public void Leave(OpenCalls of, bool stream)
    {
        lock (gate)
        {
            if (stream) of.Streams--;
            else of.Calls--;
            if (of is { Calls: 0, Streams: 0 }) open.Remove(of.Owner);
        }
    }
}

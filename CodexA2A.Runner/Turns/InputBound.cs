namespace CodexA2A.Runner.Turns;

/// <summary>Lets in so many at a time that wait for Codex, and so many bytes of them together. Into an empty one anything may.</summary>
/// <param name="count">In number.</param>
/// <param name="bytes">In bytes.</param>
internal sealed class InputBound(int count, long bytes)
{
    private readonly Lock _gate = new();
    private int _inside;
    private long _weight;

    /// <summary>True when none is inside.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _inside == 0;
            }
        }
    }

    /// <summary>Lets one in, however many there are. Whoever calls it calls <see cref="Leave"/> with the same number.</summary>
    public void Enter(long size)
    {
        lock (_gate)
        {
            _inside++;
            _weight += size;
        }
    }

    /// <summary>Lets one in, unless there are too many. Who got true calls <see cref="Leave"/> with the same number.</summary>
    public bool TryEnter(long size)
    {
        lock (_gate)
        {
            if (_inside > 0 && (_inside >= count || _weight + size > bytes))
            {
                return false;
            }

            _inside++;
            _weight += size;
            return true;
        }
    }

    /// <summary>It is done with.</summary>
    public void Leave(long size)
    {
        lock (_gate)
        {
            _inside--;
            _weight -= size;
        }
    }
}

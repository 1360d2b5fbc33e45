namespace CodexA2A.Runner.Turns;

/// <summary>
/// The places of <see cref="RunnerOptions.MaxTurns"/>. A session holds one while it is owned, but not while its turn waits for a
/// person. Going on takes the place back without waiting, so that more can be taken than there are; nobody gets a new one then.
/// </summary>
internal sealed class TurnPlaces(int count)
{
    private readonly Lock _gate = new();
    private int _taken;
    private TaskCompletionSource? _freed;

    /// <summary>How many there are.</summary>
    public int Count => count;

    /// <summary>How many are taken now.</summary>
    public int Taken
    {
        get
        {
            lock (_gate)
            {
                return _taken;
            }
        }
    }

    /// <summary>Waits for a free place and takes it.</summary>
    public async Task<TurnPlace> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task freed;
            lock (_gate)
            {
                if (_taken < count)
                {
                    _taken++;
                    return new TurnPlace(this);
                }

                freed = (_freed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await freed.WaitAsync(cancellationToken);
        }
    }

    internal void Change(int by)
    {
        TaskCompletionSource? freed = null;
        lock (_gate)
        {
            _taken += by;
            if (_taken < count)
            {
                (freed, _freed) = (_freed, null);
            }
        }

        freed?.SetResult();
    }
}

/// <summary>One place, from its taking to its disposal. Each call counts once, from any thread and in any order.</summary>
internal sealed class TurnPlace(TurnPlaces places) : IDisposable
{
    private readonly Lock _gate = new();
    private bool _resting;
    private bool _gone;

    /// <summary>Gives the place to others while a person is asked, or takes it back at once.</summary>
    public void Rest(bool resting)
    {
        lock (_gate)
        {
            if (!_gone && _resting != resting)
            {
                _resting = resting;
                places.Change(resting ? -1 : 1);
            }
        }
    }

    /// <summary>Gives it back for good.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_gone)
            {
                _gone = true;
                places.Change(_resting ? 0 : -1);
            }
        }
    }
}

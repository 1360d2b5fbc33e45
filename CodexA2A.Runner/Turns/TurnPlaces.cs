using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// The places of <see cref="RunnerOptions.MaxTurns"/>. A session holds one while it is owned, but not while its turn waits for a
/// person. Going on takes the place back without waiting, so that more can be taken than there are; nobody gets a new one then.
/// </summary>
/// <param name="count">How many there are.</param>
/// <param name="mostOfOne">How many of them one principal may have; 0 for all.</param>
internal sealed class TurnPlaces(int count, int mostOfOne = 0)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Owner, int> _owners = [];
    private int _taken;
    private TaskCompletionSource? _freed;
    private TaskCompletionSource _eased = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    /// <summary>True while somebody waits for one.</summary>
    public bool AreWanted
    {
        get
        {
            lock (_gate)
            {
                return _freed is not null;
            }
        }
    }

    /// <summary>Who has as many as one may have.</summary>
    public IReadOnlyCollection<Owner> Full
    {
        get
        {
            lock (_gate)
            {
                return mostOfOne == 0 ? [] : [.. _owners.Where(owner => owner.Value >= mostOfOne).Select(owner => owner.Key)];
            }
        }
    }

    /// <summary>Completes when one of those has fewer; to be taken before <see cref="Full"/> is read.</summary>
    public Task Eased
    {
        get
        {
            lock (_gate)
            {
                return _eased.Task;
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

    /// <summary>More or fewer are taken.</summary>
    /// <param name="by">How many.</param>
    /// <param name="owner">By whom; null while that is not known.</param>
    internal void Change(int by, Owner? owner)
    {
        TaskCompletionSource? freed = null;
        TaskCompletionSource? eased = null;
        lock (_gate)
        {
            _taken += by;
            if (_taken < count)
            {
                (freed, _freed) = (_freed, null);
            }

            if (owner is { } one && Add(one, by))
            {
                (eased, _eased) = (_eased, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }
        }

        freed?.SetResult();
        eased?.SetResult();
    }

    /// <summary>A taken one is this principal's.</summary>
    internal void Give(Owner owner)
    {
        lock (_gate)
        {
            Add(owner, 1);
        }
    }

    /// <summary>True when that one was full and is not any more.</summary>
    private bool Add(Owner owner, int by)
    {
        var before = _owners.GetValueOrDefault(owner);
        if (before + by == 0)
        {
            _owners.Remove(owner);
        }
        else
        {
            _owners[owner] = before + by;
        }

        return mostOfOne > 0 && before >= mostOfOne && before + by < mostOfOne;
    }
}

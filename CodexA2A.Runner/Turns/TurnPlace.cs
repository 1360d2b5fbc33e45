using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>One place, from its taking to its disposal. Each call counts once, from any thread and in any order.</summary>
internal sealed class TurnPlace(TurnPlaces places) : IDisposable
{
    private readonly Lock _gate = new();
    private Owner? _owner;
    private bool _resting;
    private bool _gone;

    /// <summary>The places that it is one of.</summary>
    public TurnPlaces All => places;

    /// <summary>Whose it is, once that is known.</summary>
    public void Give(Owner owner)
    {
        lock (_gate)
        {
            if (!_gone && _owner is null)
            {
                _owner = owner;
                places.Give(owner);
            }
        }
    }

    /// <summary>Gives the place to others while a person is asked, or takes it back at once.</summary>
    public void Rest(bool resting)
    {
        lock (_gate)
        {
            if (!_gone && _resting != resting)
            {
                _resting = resting;
                places.Change(resting ? -1 : 1, _owner);
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
                places.Change(_resting ? 0 : -1, _owner);
            }
        }
    }
}

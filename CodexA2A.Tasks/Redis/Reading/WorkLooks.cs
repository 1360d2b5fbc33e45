namespace CodexA2A.Tasks.Redis;

/// <summary>One look for work.</summary>
/// <param name="Sessions">Which sessions, as hints named them, in order; null for everything.</param>
/// <param name="From">How many hints had been looked at before.</param>
/// <param name="Hints">How many hints had come when it began.</param>
/// <param name="At">When it began.</param>
/// <param name="Full">Whose sessions it passes over.</param>
internal sealed record WorkLook(SessionId[]? Sessions, long From, long Hints, long At, IReadOnlyCollection<Owner> Full);

/// <summary>What a runner has looked at.</summary>
internal sealed class WorkLooks
{
    private readonly HashSet<Owner> _passed = [];

    /// <summary>How many hints it has looked at.</summary>
    public long Seen { get; private set; }

    /// <summary>True when it has looked everywhere.</summary>
    public bool HasLooked { get; private set; }

    /// <summary>When it last did.</summary>
    public long EverywhereAt { get; private set; }

    /// <summary>True from a hint on until it has found nothing.</summary>
    public bool Woken { get; set; }

    /// <summary>True when it takes work of somebody now whose work it has passed over: that is behind hints it has looked at.</summary>
    public bool TakesPassed(IReadOnlyCollection<Owner> full) => _passed.Any(owner => !full.Contains(owner));

    /// <summary>It passes over theirs.</summary>
    public void Pass(IReadOnlyCollection<Owner> full) => _passed.UnionWith(full);

    /// <summary>It claimed a session: what was named before that was not to be had.</summary>
    public void Claimed(WorkLook look, SessionId session)
    {
        if (look.Sessions is { } named && Array.IndexOf(named, session) is >= 0 and var index)
        {
            Seen = Math.Max(Seen, look.From + index + 1);
        }
    }

    /// <summary>It found nothing.</summary>
    public void FoundNothing(WorkLook look)
    {
        Woken = false;
        Seen = Math.Max(Seen, look.Hints);
        if (look.Sessions is null)
        {
            (HasLooked, EverywhereAt) = (true, look.At);
            _passed.IntersectWith(look.Full);
        }
    }
}

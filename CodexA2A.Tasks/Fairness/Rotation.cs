namespace CodexA2A.Tasks.Fairness;

/// <summary>
/// Whose turn it is: who was served longest ago comes first, and before them who never was. Of those who were served longest ago it
/// forgets some where there are too many, who then are new again.
/// </summary>
/// <param name="most">How many are known at the same time.</param>
internal sealed class Rotation(int most = 4096)
{
    private readonly Dictionary<Owner, long> _ranks = [];
    private readonly Lock _gate = new();
    private long _last;

    /// <summary>How many are known.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _ranks.Count;
            }
        }
    }

    /// <summary>The place of an owner; the lowest is next, and 0 is that of all who were not served.</summary>
    public long RankOf(Owner owner)
    {
        lock (_gate)
        {
            return _ranks.GetValueOrDefault(owner);
        }
    }

    /// <summary>It was this one's turn: it is the last one now.</summary>
    public void Served(Owner owner)
    {
        lock (_gate)
        {
            if (_ranks.Count >= most && !_ranks.ContainsKey(owner))
            {
                foreach (var (old, _) in _ranks.OrderBy(pair => pair.Value).Take(Math.Max(1, most / 8)).ToArray())
                {
                    _ranks.Remove(old);
                }
            }

            _ranks[owner] = ++_last;
        }
    }
}

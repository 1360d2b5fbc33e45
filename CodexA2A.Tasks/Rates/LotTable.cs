namespace CodexA2A.Tasks.Rates;

/// <summary>The lots of the principals that were here last; there are never more than <paramref name="most"/>.</summary>
internal sealed class LotTable(int most = 4096)
{
    private readonly Dictionary<Owner, RateLot> _lots = [];
    private readonly Lock _gate = new();

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _lots.Count;
            }
        }
    }

    /// <summary>The lot of a principal. Where there are too many, an eighth of them goes, those that were asked longest ago.</summary>
    public RateLot Of(Owner owner, Rate rate)
    {
        lock (_gate)
        {
            if (_lots.TryGetValue(owner, out var lot))
            {
                return lot;
            }

            if (_lots.Count >= most)
            {
                foreach (var (old, _) in _lots.OrderBy(pair => pair.Value.UsedAt).Take(Math.Max(1, most / 8)).ToArray())
                {
                    _lots.Remove(old);
                }
            }

            return _lots[owner] = new RateLot(rate);
        }
    }
}

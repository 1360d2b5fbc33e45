namespace CodexA2A.Tasks.Fairness;

/// <summary>
/// What waits, in the order in which it is to be served: one of each owner by turns, however many somebody has, and of one owner
/// what came first. With n owners the k-th of one is served after n times k others at the latest, which is its share. For one thread.
/// </summary>
/// <param name="rotation">Whose turn it is.</param>
internal sealed class FairOrder<T>(Rotation rotation)
{
    private readonly Dictionary<Owner, SortedDictionary<long, T>> _lanes = [];

    /// <summary>One more.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="number">Its place among those of the same owner, and among the first ones of owners who were not served; not given to another.</param>
    /// <param name="item">What waits.</param>
    public void Add(Owner owner, long number, T item)
    {
        if (!_lanes.TryGetValue(owner, out var lane))
        {
            _lanes[owner] = lane = [];
        }

        lane.Add(number, item);
    }

    /// <summary>It waits no more; nothing where it did not.</summary>
    public void Remove(Owner owner, long number)
    {
        if (_lanes.TryGetValue(owner, out var lane) && lane.Remove(number) && lane.Count == 0)
        {
            _lanes.Remove(owner);
        }
    }

    /// <summary>All of them: the first of each owner, then the second of each, and so on. Not to be changed meanwhile.</summary>
    public IEnumerable<T> InTurn()
    {
        var lanes = new Queue<IEnumerator<T>>(_lanes
            .OrderBy(lane => rotation.RankOf(lane.Key)).ThenBy(lane => lane.Value.First().Key)
            .Select(lane => (IEnumerator<T>)lane.Value.Values.GetEnumerator()));
        while (lanes.TryDequeue(out var lane))
        {
            if (lane.MoveNext())
            {
                yield return lane.Current;
                lanes.Enqueue(lane);
            }
        }
    }
}

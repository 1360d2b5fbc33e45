namespace CodexA2A.Tasks.Redis;

/// <summary>
/// How many unfinished turns an owner has, over all partitions: counted where it is asked for, and then known for a moment, with what
/// this process adds. So several processes together may let some more pass than there may be.
/// </summary>
internal sealed class OwnerTurns
{
    /// <summary>How long a count is taken for right: nearly full, and far from it.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Far = TimeSpan.FromSeconds(10);

    private const int Most = 4096;

    private static readonly TaskState[] Unfinished = [TaskState.Submitted, TaskState.Working, TaskState.InputRequired, TaskState.AuthRequired];

    private readonly Dictionary<Owner, (long Count, long At)> _counts = [];
    private readonly Lock _gate = new();

    /// <summary>Takes a place for one more; false when there is none.</summary>
    /// <exception cref="SeamUnavailableException">Redis cannot be reached.</exception>
    public async ValueTask<bool> TryAddAsync(RedisSeam seam, Owner owner, int most, CancellationToken cancellationToken)
    {
        if (TryAdd(seam, owner, most) is { } known)
        {
            return known;
        }

        var count = await CountAsync(seam, owner, cancellationToken);
        lock (_gate)
        {
            if (_counts.Count >= Most)
            {
                _counts.Clear();
            }

            _counts[owner] = (count, seam.Time.GetTimestamp());
        }

        return TryAdd(seam, owner, most) ?? count < most;
    }

    /// <summary>Null when the count is too old.</summary>
    private bool? TryAdd(RedisSeam seam, Owner owner, int most)
    {
        lock (_gate)
        {
            if (!_counts.TryGetValue(owner, out var known) || seam.Time.GetElapsedTime(known.At) >= (known.Count < most / 2 ? Far : Near))
            {
                return null;
            }

            if (known.Count >= most)
            {
                return false;
            }

            _counts[owner] = known with { Count = known.Count + 1 };
            return true;
        }
    }

    private static async Task<long> CountAsync(RedisSeam seam, Owner owner, CancellationToken cancellationToken) =>
        (await seam.Link.AskAsync(
            database => Task.WhenAll(
                from partition in Enumerable.Range(0, seam.Keys.Partitions)
                from state in Unfinished
                select database.SortedSetLengthAsync(seam.Keys.TasksOf(partition, owner, state), flags: RedisLink.Primary)),
            cancellationToken)).Sum();
}

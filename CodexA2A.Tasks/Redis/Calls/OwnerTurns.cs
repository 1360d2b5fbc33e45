namespace CodexA2A.Tasks.Redis;

/// <summary>
/// How many unfinished turns owners have, over all partitions: counted where it is asked for, and then known for a moment, with what
/// this process adds. So several processes together may let some more pass than there may be.
/// </summary>
internal sealed class OwnerTurns
{
    private const int Most = 4096;

    private static readonly TaskState[] Unfinished = [TaskState.Submitted, TaskState.Working, TaskState.InputRequired, TaskState.AuthRequired];

    private readonly Dictionary<Owner, OwnerCount> _counts = [];
    private readonly Lock _gate = new();

    /// <summary>Takes a place for one more: where to say what became of it; null when there is none.</summary>
    /// <exception cref="SeamUnavailableException">Redis cannot be reached.</exception>
    public async ValueTask<OwnerCount?> TryAddAsync(RedisSeam seam, Owner owner, int most, CancellationToken cancellationToken)
    {
        var count = Of(seam, owner);
        return await count.TryAddAsync(most, () => CountAsync(seam, owner), cancellationToken) ? count : null;
    }

    private OwnerCount Of(RedisSeam seam, Owner owner)
    {
        lock (_gate)
        {
            if (_counts.TryGetValue(owner, out var known))
            {
                return known;
            }

            if (_counts.Count >= Most)
            {
                _counts.Clear();
            }

            return _counts[owner] = new OwnerCount(seam.Time);
        }
    }

    /// <summary>For all who wait, so nobody of them ends it; the client has a time limit.</summary>
    private static async Task<long> CountAsync(RedisSeam seam, Owner owner) =>
        (await seam.Link.AskAsync(
            database => Task.WhenAll(
                from partition in Enumerable.Range(0, seam.Keys.Partitions)
                from state in Unfinished
                select database.SortedSetLengthAsync(seam.Keys.TasksOf(partition, owner, state), flags: RedisLink.Primary)),
            CancellationToken.None)).Sum();
}

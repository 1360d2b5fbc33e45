using System.Collections.Concurrent;

namespace CodexA2A.Tasks.Redis;

/// <summary>Where a task is: neither ever changes.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Session">Its session.</param>
/// <param name="Owner">Whose it is.</param>
internal sealed record TaskPlace(string TaskId, int Partition, SessionId Session, Owner Owner);

/// <summary>Finds a task's session, which its keys are made of. What was found once is remembered.</summary>
internal sealed class TaskPlaces(RedisSeam seam)
{
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<string, TaskPlace> _places = new(StringComparer.Ordinal);

    /// <summary>The task's place; null when it does not exist or is not the owner's. That it still exists says the script that uses it.</summary>
    public async ValueTask<TaskPlace?> FindAsync(Owner owner, string taskId, CancellationToken cancellationToken)
    {
        if (!TaskIds.TryGetPartition(taskId, out var partition) || partition >= seam.Keys.Partitions)
        {
            return null;
        }

        if (!_places.TryGetValue(taskId, out var place) || place.Owner != owner)
        {
            // A foreign task goes the way of an unknown one.
            var found = await seam.Link.AskAsync(
                database => database.HashGetAsync(seam.Keys.Task(partition, taskId), ["session", "owner"], flags: RedisLink.Primary), cancellationToken);
            if (found[0].IsNull || found[1] != OwnerKey.Of(owner))
            {
                return null;
            }

            place = new TaskPlace(taskId, partition, new SessionId(found[0]!), owner);
            Remember(place);
        }

        return place;
    }

    /// <summary>Remembers a place.</summary>
    public void Remember(TaskPlace place)
    {
        if (_places.Count >= Most)
        {
            _places.Clear();
        }

        _places[place.TaskId] = place;
    }
}

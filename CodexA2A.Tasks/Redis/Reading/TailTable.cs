using Microsoft.Extensions.Logging;

namespace CodexA2A.Tasks.Redis;

/// <summary>The tasks that are followed here: one reader of each, however many follow.</summary>
internal sealed class TailTable(RedisSeam seam, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _tails = new(StringComparer.Ordinal);

    /// <summary>How long ago the reader that is worst off last read.</summary>
    public TimeSpan OldestBeat
    {
        get
        {
            lock (_lock)
            {
                return _tails.Count == 0 ? TimeSpan.Zero : _tails.Values.Max(entry => entry.Tail.SinceBeat);
            }
        }
    }

    /// <summary>Follows a task; <see cref="UnfollowAsync"/> ends it.</summary>
    /// <exception cref="SeamUnavailableException">Redis cannot be reached.</exception>
    public async Task<TaskTail> FollowAsync(TaskPlace place, WakeSignal follower)
    {
        Entry? entry;
        lock (_lock)
        {
            if (!_tails.TryGetValue(place.TaskId, out entry))
            {
                var tail = new TaskTail(seam, place);
                entry = new Entry(tail, tail.StartAsync(logger));
                _tails[place.TaskId] = entry;
            }

            entry.Users++;
        }

        entry.Tail.Follow(follower);
        try
        {
            await entry.Started;
            return entry.Tail;
        }
        catch
        {
            await UnfollowAsync(place.TaskId, entry.Tail, follower);
            throw;
        }
    }

    /// <summary>Ends following; the last one ends the reader.</summary>
    public async ValueTask UnfollowAsync(string taskId, TaskTail tail, WakeSignal follower)
    {
        tail.Unfollow(follower);
        lock (_lock)
        {
            if (!_tails.TryGetValue(taskId, out var entry) || entry.Tail != tail || --entry.Users > 0)
            {
                return;
            }

            _tails.Remove(taskId);
        }

        await tail.StopAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        List<Entry> entries;
        lock (_lock)
        {
            entries = [.. _tails.Values];
            _tails.Clear();
        }

        foreach (var entry in entries)
        {
            await entry.Started.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await entry.Tail.StopAsync();
        }
    }

    private sealed class Entry(TaskTail tail, Task started)
    {
        public TaskTail Tail => tail;

        public Task Started => started;

        public int Users { get; set; }
    }
}

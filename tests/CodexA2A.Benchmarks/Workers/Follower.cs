using System.Text.Json.Nodes;
using CodexA2A.Tasks;

namespace CodexA2A.Benchmarks.Workers;

/// <summary>In an Api's place: one reader of each task. Checks that every event comes, in order and once, and keeps how old it was.</summary>
internal sealed class Follower(SeamAccess seam) : IWorker
{
    public const string Role = "follower";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _end = new();
    private readonly List<List<double>> _ages = [];
    private readonly List<Task> _reading = [];
    private int _attached;
    private long _received;

    public async Task<JsonObject> DoAsync(string what, JsonObject how, CancellationToken cancellationToken) => what switch
    {
        "follow" => await FollowAsync([.. how["tasks"]!.AsArray().Select(id => (string)id!)], cancellationToken),
        "reset" => Reset(),
        "received" => await ReceivedAsync((long)how["events"]!, cancellationToken),
        _ => throw new ArgumentException($"A follower does not {what}."),
    };

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        foreach (var reader in _reading)
        {
            await reader.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _end.Dispose();
    }

    private async Task<JsonObject> FollowAsync(string[] tasks, CancellationToken cancellationToken)
    {
        foreach (var task in tasks)
        {
            var ages = new List<double>(4096);
            _ages.Add(ages);
            _reading.Add(Task.Run(() => ReadAsync(task, ages), cancellationToken));
        }

        // Each has its first event, and so its place in the log.
        await UntilAsync(() => Volatile.Read(ref _attached) == tasks.Length, cancellationToken);
        return [];
    }

    private JsonObject Reset()
    {
        foreach (var ages in _ages)
        {
            lock (ages)
            {
                ages.Clear();
            }
        }

        Interlocked.Exchange(ref _received, 0);
        return [];
    }

    private async Task<JsonObject> ReceivedAsync(long events, CancellationToken cancellationToken)
    {
        await UntilAsync(() => Interlocked.Read(ref _received) >= events, cancellationToken);
        var ages = _ages.SelectMany(some =>
        {
            lock (some)
            {
                return some.ToArray();
            }
        }).Order().ToArray();
        double At(double share) => ages.Length == 0 ? 0 : ages[Math.Clamp((int)Math.Ceiling(share * ages.Length) - 1, 0, ages.Length - 1)];
        return new JsonObject { ["events"] = Interlocked.Read(ref _received), ["p50"] = At(0.5), ["p95"] = At(0.95), ["p99"] = At(0.99), ["max"] = At(1) };
    }

    private async Task ReadAsync(string task, List<double> ages)
    {
        var last = 0L;
        await foreach (var batch in seam.Log.FollowAsync(TaskOpening.Caller, task, EventId.None, _end.Token))
        {
            var now = TimeProvider.System.GetTimestamp();
            lock (ages)
            {
                foreach (var entry in batch)
                {
                    if (entry.Kind != TaskEventKind.Event || entry.Id.Seq != last + 1)
                    {
                        throw new InvalidOperationException($"Behind event {last} of task {task} came {entry.Kind} {entry.Id}.");
                    }

                    last = entry.Id.Seq;
                    if (Stamp.AgeMilliseconds(entry.Payload.Span, now) is { } age)
                    {
                        ages.Add(age);
                    }
                }
            }

            Interlocked.Add(ref _received, batch.Count);
            if (batch[0].Id.Seq == 1)
            {
                Interlocked.Increment(ref _attached);
            }
        }
    }

    private async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            foreach (var reader in _reading.Where(reader => reader.IsCompleted))
            {
                await reader;
                throw new InvalidOperationException("A task ended while it was followed.");
            }

            if (TimeProvider.System.GetElapsedTime(began) > Limit)
            {
                throw new TimeoutException($"After {Limit.TotalSeconds:0} s {_received} events had come to {_attached} readers.");
            }

            await Task.Delay(2, cancellationToken);
        }
    }
}

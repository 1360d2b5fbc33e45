using System.Collections.Concurrent;
using System.Globalization;
using CodexA2A.Chaos.Tests.Faults;
using CodexA2A.Chaos.Tests.Ledgers;
using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Volume;

/// <summary>
/// Many clients: each submits turns to its context, every fourth twice, two at a time, and follows every task to its end over
/// connections that break every 20 to 80 events and go on at any replica.
/// </summary>
internal sealed class VolumeClient(IReadOnlyList<SeamReplica> replicas, int seed)
{
    private const int Outstanding = 2;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(50);

    private int _reconnects;

    /// <summary>The ledgers of each context, in the order in which its turns were submitted.</summary>
    public ConcurrentDictionary<string, List<ClientLedger>> Ledgers { get; } = new();

    public int Reconnects => _reconnects;

    /// <summary>Submits to one context until there are enough and <paramref name="mayEnd"/> says so; returns when all its tasks have ended.</summary>
    public async Task RunAsync(int number, int least, Func<bool> mayEnd, CancellationToken stop)
    {
        var context = string.Create(CultureInfo.InvariantCulture, $"ctx-{number}");
        var (random, breaks) = (new Random(seed ^ (number << 8)), new Countdown(seed + number));
        var ledgers = Ledgers[context] = [];
        var following = new Queue<Task>();
        for (var turn = 0; turn < least || !mayEnd(); turn++)
        {
            var chunks = random.Next(10, 61);
            var submitId = string.Create(CultureInfo.InvariantCulture, $"{context}-{turn}");
            var ids = await Task.WhenAll(Enumerable.Range(0, turn % 4 == 3 ? 2 : 1)
                .Select(copy => Submissions.SubmitAsync(replicas[(number + copy) % replicas.Count].Queue, context, submitId, chunks, stop)));
            var ledger = new ClientLedger(Assert.Single(ids.Distinct()), chunks);
            ledgers.Add(ledger);
            following.Enqueue(FollowAsync(ledger, breaks, stop));
            if (following.Count == Outstanding)
            {
                await following.Dequeue();
            }
        }

        await Task.WhenAll(following);
    }

    private async Task FollowAsync(ClientLedger ledger, Countdown breaks, CancellationToken stop)
    {
        for (var connection = 0; !ledger.Ended; connection++)
        {
            try
            {
                if (await ConnectAsync(replicas[connection % replicas.Count].Log, ledger, breaks, stop))
                {
                    Interlocked.Increment(ref _reconnects);
                }
                else
                {
                    Assert.True(ledger.Ended, $"The stream of {ledger.TaskId} ended at {ledger.Last}, before its task did.");
                }
            }
            catch (SeamUnavailableException)
            {
                await Pauses.ForAsync(RetryPause, stop);
            }
        }
    }

    // True when the connection broke.
    private static async Task<bool> ConnectAsync(ITaskLog log, ClientLedger ledger, Countdown breaks, CancellationToken stop)
    {
        await foreach (var batch in log.FollowAsync(Submissions.Owner, ledger.TaskId, ledger.Last, stop))
        {
            foreach (var entry in batch)
            {
                ledger.Add(entry);
                if (breaks.Next())
                {
                    return true;
                }
            }
        }

        return false;
    }

    // Shared by the connections of one client.
    private sealed class Countdown(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly Lock _lock = new();
        private int _left = 20;

        public bool Next()
        {
            lock (_lock)
            {
                if (--_left > 0)
                {
                    return false;
                }

                _left = _random.Next(20, 81);
                return true;
            }
        }
    }
}

using System.Security.Cryptography;
using System.Text;

namespace CodexA2A.Tasks.Rates;

/// <summary>
/// A token bucket for each key, in a table that never grows: where it is full the bucket that is nearest to full goes, so that who
/// makes up keys pushes out those who took least.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="slots">How many keys are known at the same time; a multiple of <see cref="Ways"/>.</param>
public sealed class BucketTable(TimeProvider time, int slots = 4096)
{
    /// <summary>In how many places a key can be.</summary>
    public const int Ways = 8;

    /// <summary>Characters of a key that are kept as they are; of a longer one its hash is, so that nobody fills the memory with names.</summary>
    private const int LongestKey = 128;

    private readonly Slot[] _table = new Slot[slots];
    private readonly Lock _gate = new();

    /// <summary>How many tokens a key has now.</summary>
    public double Left(string key, Rate rate)
    {
        (key, var place) = Place(key);
        lock (_gate)
        {
            foreach (ref var slot in _table.AsSpan(place, Ways))
            {
                if (slot.Key == key)
                {
                    return slot.Bucket.LeftAt(rate, Now());
                }
            }
        }

        return rate.Burst;
    }

    /// <summary>Takes a token of a key.</summary>
    public RateAnswer Take(string key, Rate rate)
    {
        (key, var place) = Place(key);
        lock (_gate)
        {
            var now = Now();
            ref var slot = ref Find(place, key, rate, now);
            var (after, answer) = (slot.Key == key ? slot.Bucket : new TokenBucket(rate.Burst, now)).Take(rate, now);
            slot = new Slot(key, after);
            return answer;
        }
    }

    /// <summary>A key has at most <paramref name="left"/> tokens now, whatever was taken here; less than 0 are none yet.</summary>
    public void Lower(string key, Rate rate, double left)
    {
        (key, var place) = Place(key);
        lock (_gate)
        {
            var now = Now();
            ref var slot = ref Find(place, key, rate, now);
            var here = slot.Key == key ? slot.Bucket.LeftAt(rate, now) : rate.Burst;
            slot = new Slot(key, new TokenBucket(Math.Min(here, left), now));
        }
    }

    private TimeSpan Now() => time.GetElapsedTime(0);

    private ref Slot Find(int place, string key, Rate rate, TimeSpan now)
    {
        var ways = _table.AsSpan(place, Ways);
        var best = 0;
        var most = -1.0;
        for (var i = 0; i < Ways; i++)
        {
            if (ways[i].Key == key)
            {
                return ref ways[i];
            }

            var left = ways[i].Key is null ? double.MaxValue : ways[i].Bucket.LeftAt(rate, now);
            if (left > most)
            {
                (best, most) = (i, left);
            }
        }

        return ref ways[best];
    }

    // The hash of a string is keyed anew in each process: nobody outside can choose which keys share their places.
    private (string Key, int Place) Place(string key)
    {
        var kept = key.Length <= LongestKey ? key : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return (kept, (int)((uint)kept.GetHashCode(StringComparison.Ordinal) % (uint)(_table.Length / Ways)) * Ways);
    }

    private readonly record struct Slot(string? Key, TokenBucket Bucket);
}

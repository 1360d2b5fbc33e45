using System.Runtime.InteropServices;
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

    // Nobody outside can choose which keys share their places.
    private readonly byte[] _seed = RandomNumberGenerator.GetBytes(16);
    private readonly Slot[] _table = new Slot[slots];
    private readonly Lock _gate = new();

    /// <summary>How many tokens a key has now.</summary>
    public double Left(string key, Rate rate)
    {
        var (place, hash) = Place(key);
        lock (_gate)
        {
            foreach (ref var slot in _table.AsSpan(place, Ways))
            {
                if (slot.Hash == hash)
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
        var (place, hash) = Place(key);
        lock (_gate)
        {
            var now = Now();
            ref var slot = ref Find(place, hash, rate, now);
            var (after, answer) = (slot.Hash == hash ? slot.Bucket : new TokenBucket(rate.Burst, now)).Take(rate, now);
            slot = new Slot(hash, after);
            return answer;
        }
    }

    private TimeSpan Now() => time.GetElapsedTime(0);

    private ref Slot Find(int place, ulong hash, Rate rate, TimeSpan now)
    {
        var ways = _table.AsSpan(place, Ways);
        var best = 0;
        var most = -1.0;
        for (var i = 0; i < Ways; i++)
        {
            if (ways[i].Hash == hash)
            {
                return ref ways[i];
            }

            var left = ways[i].Hash == 0 ? double.MaxValue : ways[i].Bucket.LeftAt(rate, now);
            if (left > most)
            {
                (best, most) = (i, left);
            }
        }

        return ref ways[best];
    }

    private (int Place, ulong Hash) Place(string key)
    {
        var length = Encoding.UTF8.GetMaxByteCount(key.Length) + _seed.Length;
        Span<byte> text = length <= 512 ? stackalloc byte[length] : new byte[length];
        _seed.CopyTo(text);
        var end = _seed.Length + Encoding.UTF8.GetBytes(key, text[_seed.Length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..end], hash);
        // Zero is an empty slot.
        return ((int)(MemoryMarshal.Read<uint>(hash) % (_table.Length / Ways)) * Ways, MemoryMarshal.Read<ulong>(hash[8..]) | 1);
    }

    private readonly record struct Slot(ulong Hash, TokenBucket Bucket);
}

using System.Security.Cryptography;
using System.Text;

namespace CodexA2A.Api.Auth.Throttle;

/// <summary>
/// A token bucket for each key that failed, in a table that never grows: where it is full the bucket that is nearest to full goes, so
/// that who makes up keys pushes out those who failed least.
/// </summary>
/// <param name="perMinute">How many failures a bucket holds, and gets back in a minute.</param>
/// <param name="time">The clock.</param>
/// <param name="slots">How many keys are known at the same time; a multiple of <see cref="Ways"/>.</param>
internal sealed class FailureTable(int perMinute, TimeProvider time, int slots = 4096)
{
    /// <summary>In how many places a key can be.</summary>
    public const int Ways = 8;

    // Nobody outside can choose which keys share their places.
    private readonly byte[] seed = RandomNumberGenerator.GetBytes(16);
    private readonly Slot[] table = new Slot[slots];
    private readonly Lock gate = new();

    /// <summary>True when the next failure of this key would be one too many.</summary>
    public bool IsExhausted(string key)
    {
        var (place, hash) = Place(key);
        lock (gate)
        {
            foreach (ref var slot in table.AsSpan(place, Ways))
            {
                if (slot.Hash == hash) return Left(slot) < 1;
            }
        }

        return false;
    }

    /// <summary>Counts a failure.</summary>
    /// <returns>Null, or after too many how long until the next one is answered as one.</returns>
    public TimeSpan? Fail(string key)
    {
        var (place, hash) = Place(key);
        lock (gate)
        {
            ref var slot = ref Find(place, hash);
            var left = slot.Hash == hash ? Left(slot) : perMinute;
            var isOver = left < 1;
            slot = new(hash, isOver ? left : left - 1, time.GetTimestamp());
            return isOver ? TimeSpan.FromMinutes((1 - left) / perMinute) : null;
        }
    }

    private ref Slot Find(int place, ulong hash)
    {
        var ways = table.AsSpan(place, Ways);
        var best = 0;
        var most = -1.0;
        for (var i = 0; i < Ways; i++)
        {
            if (ways[i].Hash == hash) return ref ways[i];
            var left = ways[i].Hash == 0 ? double.MaxValue : Left(ways[i]);
            if (left > most) (best, most) = (i, left);
        }

        return ref ways[best];
    }

    private double Left(in Slot slot) => Math.Min(perMinute, slot.Left + (time.GetElapsedTime(slot.At).TotalMinutes * perMinute));

    private (int Place, ulong Hash) Place(string key)
    {
        var bytes = SHA256.HashData([.. seed, .. Encoding.UTF8.GetBytes(key)]);
        // Zero is an empty slot.
        return ((int)(BitConverter.ToUInt32(bytes) % (table.Length / Ways)) * Ways, BitConverter.ToUInt64(bytes, 8) | 1);
    }

    private readonly record struct Slot(ulong Hash, double Left, long At);
}

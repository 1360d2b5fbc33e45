using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CodexA2A.Api.Auth.Passwords;

/// <summary>
/// Which passwords were right, so that a caller pays for the slow hash once. Kept are hashes with a key of this process over the slow hash
/// and the password: a changed password or hash is not found, and from memory or time nothing of a password is to be learned.
/// </summary>
/// <param name="capacity">How many; the oldest goes first.</param>
internal sealed class VerifiedSecrets(int capacity)
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);
    private readonly HashSet<UInt128> known = [];
    private readonly Queue<UInt128> order = new();
    private readonly Lock gate = new();

    /// <summary>True when this password was right for this hash.</summary>
    public bool Contains(PasswordHash hash, string password)
    {
        var mark = Mark(hash, password);
        lock (gate) return known.Contains(mark);
    }

    /// <summary>Remembers it.</summary>
    public void Add(PasswordHash hash, string password)
    {
        var mark = Mark(hash, password);
        lock (gate)
        {
            if (!known.Add(mark)) return;
            order.Enqueue(mark);
            if (order.Count > capacity) known.Remove(order.Dequeue());
        }
    }

    /// <summary>The same for the same user, hashes and password only.</summary>
    public UInt128 MarkOf(string user, IEnumerable<PasswordHash> hashes, string password) =>
        Mark(string.Join('\n', hashes.Select(hash => hash.Text)), $"{user}\n{password}");

    private UInt128 Mark(PasswordHash hash, string password) => Mark(hash.Text, password);

    private UInt128 Mark(string hashes, string password) =>
        BinaryPrimitives.ReadUInt128LittleEndian(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{hashes}\n{password}")));
}

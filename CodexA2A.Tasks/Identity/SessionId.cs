using System.Security.Cryptography;
using System.Text;

namespace CodexA2A.Tasks;

/// <summary>
/// The key of a session: base32 of SHA-256 over tenant, principal and contextId, first 26 characters (contracts.md §1).
/// Only this value, never a client's contextId, is used in keys, tables, leases and lock files.
/// </summary>
/// <param name="Value">26 characters of a-z and 2-7.</param>
public readonly record struct SessionId(string Value)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Length = 26;

    /// <summary>Computes the id of the session that <paramref name="owner"/> has under <paramref name="contextId"/>.</summary>
    public static SessionId Create(Owner owner, string contextId)
    {
        ArgumentNullException.ThrowIfNull(contextId);
        // Each part is preceded by its length, so that no two triples give the same bytes.
        var text = string.Create(null, $"{owner.Tenant.Length}:{owner.Tenant}{owner.Principal.Length}:{owner.Principal}{contextId.Length}:{contextId}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return new SessionId(Base32(hash));
    }

    /// <summary>The partition of this session: FNV-1a of the id modulo <paramref name="partitions"/>.</summary>
    public int Partition(int partitions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        var hash = 2166136261u;
        foreach (var c in Value)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return (int)(hash % (uint)partitions);
    }

    /// <inheritdoc />
    public override string ToString() => Value;

    private static string Base32(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[Length];
        var buffer = 0u;
        var bits = 0;
        var at = 0;
        foreach (var b in bytes)
        {
            buffer = (buffer << 8) | b;
            for (bits += 8; bits >= 5 && at < Length; bits -= 5)
            {
                text[at++] = Alphabet[(int)(buffer >> (bits - 5)) & 31];
            }

            if (at == Length)
            {
                break;
            }
        }

        return new string(text);
    }
}

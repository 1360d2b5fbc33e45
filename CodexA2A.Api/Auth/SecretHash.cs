using System.Security.Cryptography;
using System.Text;

namespace CodexA2A.Api.Auth;

/// <summary>SHA-256 of a secret: equal lengths for the constant-time comparison, and nothing to read in a memory dump.</summary>
internal sealed class SecretHash
{
    private readonly byte[] hash;

    private SecretHash(byte[] hash) => this.hash = hash;

    /// <summary>Hashes <paramref name="secret"/>.</summary>
    public static SecretHash Of(string secret) => new(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Compares in a time that does not depend on where the two differ.</summary>
    public bool Matches(SecretHash other) => CryptographicOperations.FixedTimeEquals(hash, other.hash);

    /// <summary>Hides the hash from logs and debuggers.</summary>
    public override string ToString() => "***";
}

using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CodexA2A.Api.Auth;

/// <summary>
/// SHA-256 of a secret: equal lengths for the constant-time comparison, and nothing to read in a memory dump. Good for random secrets;
/// passwords need <see cref="Passwords.PasswordHash"/>.
/// </summary>
internal sealed class SecretHash
{
    private readonly byte[] hash;

    private SecretHash(byte[] hash) => this.hash = hash;

    /// <summary>Hashes <paramref name="secret"/>.</summary>
    public static SecretHash Of(string secret) => new(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>A hash that was made elsewhere: 64 hexadecimal digits, or base64 of 32 bytes in either alphabet; null when it is neither.</summary>
    public static SecretHash? Read(string text)
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        if (text.Length == 2 * bytes.Length)
        {
            return Convert.FromHexString(text, bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length ? new(bytes) : null;
        }

        var isBase64 = Convert.TryFromBase64String(text, bytes, out var length)
            || (Base64Url.IsValid(text, out length) && length == bytes.Length && Base64Url.TryDecodeFromChars(text, bytes, out length));
        return isBase64 && length == bytes.Length ? new(bytes) : null;
    }

    /// <summary>The form that <see cref="Read"/> reads and <c>codex-a2a token</c> prints: hexadecimal digits.</summary>
    public string Hex() => Convert.ToHexStringLower(hash);

    /// <summary>Compares in a time that does not depend on where the two differ.</summary>
    public bool Matches(SecretHash other) => CryptographicOperations.FixedTimeEquals(hash, other.hash);

    /// <summary>Hides the hash from logs and debuggers.</summary>
    public override string ToString() => "***";
}

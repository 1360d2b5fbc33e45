using System.Security.Cryptography;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// Secret answers are sealed with a key of the process that asked (contracts.md §5): Redis, its files and its replicas hold what
/// nobody else can read, and nobody at all once that process is gone.
/// </summary>
internal sealed class SecretBox : IDisposable
{
    /// <summary>How long an answer waits for its reader.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromSeconds(60);

    /// <summary>How long the same answer is known again.</summary>
    public static readonly TimeSpan Remember = TimeSpan.FromHours(1);

    // Slow on purpose: what a person can remember could be guessed from a fast hash.
    private const int Rounds = 200_000;
    private const int SaltBytes = 16;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>With this others seal what only this process can open.</summary>
    public string PublicKey => Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());

    /// <summary>Seals bytes for the holder of the key.</summary>
    public static byte[] Seal(string publicKey, ReadOnlySpan<byte> plain)
    {
        using var theirs = ECDiffieHellman.Create();
        theirs.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        using var ours = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var sender = ours.ExportSubjectPublicKeyInfo();
        var box = new byte[2 + sender.Length + NonceBytes + TagBytes + plain.Length];
        (box[0], box[1]) = ((byte)(sender.Length >> 8), (byte)sender.Length);
        sender.CopyTo(box.AsSpan(2));
        var rest = box.AsSpan(2 + sender.Length);
        RandomNumberGenerator.Fill(rest[..NonceBytes]);
        using var cipher = new AesGcm(ours.DeriveKeyFromHash(theirs.PublicKey, HashAlgorithmName.SHA256), TagBytes);
        cipher.Encrypt(rest[..NonceBytes], plain, rest[(NonceBytes + TagBytes)..], rest.Slice(NonceBytes, TagBytes));
        return box;
    }

    /// <summary>Opens what was sealed for this process; null when it was for another one.</summary>
    public byte[]? Open(ReadOnlySpan<byte> box)
    {
        try
        {
            var length = (box[0] << 8) | box[1];
            using var theirs = ECDiffieHellman.Create();
            theirs.ImportSubjectPublicKeyInfo(box.Slice(2, length), out _);
            var rest = box[(2 + length)..];
            var plain = new byte[rest.Length - NonceBytes - TagBytes];
            using var cipher = new AesGcm(_key.DeriveKeyFromHash(theirs.PublicKey, HashAlgorithmName.SHA256), TagBytes);
            cipher.Decrypt(rest[..NonceBytes], rest[(NonceBytes + TagBytes)..], rest.Slice(NonceBytes, TagBytes), plain);
            return plain;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>What an answer is known again by, without being kept.</summary>
    public static byte[] Mark(ReadOnlySpan<byte> plain)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return [.. salt, .. Hash(plain, salt)];
    }

    /// <summary>True when <paramref name="mark"/> was made of the same answer.</summary>
    public static bool IsSame(ReadOnlySpan<byte> mark, ReadOnlySpan<byte> plain) =>
        mark.Length > SaltBytes && CryptographicOperations.FixedTimeEquals(mark[SaltBytes..], Hash(plain, mark[..SaltBytes]));

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();

    private static byte[] Hash(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> salt) => Rfc2898DeriveBytes.Pbkdf2(plain, salt, Rounds, HashAlgorithmName.SHA256, 32);
}

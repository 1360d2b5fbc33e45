using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CodexA2A.Api.Auth.Passwords;

/// <summary>A slow hash of a password, and how it was made: <c>pbkdf2-sha256:600000:SALT:HASH</c>, salt and hash in base64url. Guessing one that is kept in clear is as slow.</summary>
internal sealed class PasswordHash
{
    /// <summary>What new ones take; about 0.2 s of a core.</summary>
    public const int DefaultIterations = 600_000;

    /// <summary>Fewer can be tried out too fast.</summary>
    public const int FewestIterations = 100_000;

    /// <summary>More would let one login keep a core busy for seconds.</summary>
    public const int MostIterations = 10_000_000;

    private const string Algorithm = "pbkdf2-sha256";
    private const int SaltBytes = 16;

    private const string OfClear = "clear";

    /// <summary>Of this process: the same password in clear has the same hash in it, and another one in the next.</summary>
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    private readonly string algorithm;
    private readonly byte[] salt;
    private readonly byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash, string algorithm = Algorithm) =>
        (Iterations, this.salt, this.hash, this.algorithm) = (iterations, salt, hash, algorithm);

    /// <summary>How often the function is applied.</summary>
    public int Iterations { get; }

    /// <summary>The form that <see cref="Read"/> reads.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture, $"{algorithm}:{Iterations}:{Base64Url.EncodeToString(salt)}:{Base64Url.EncodeToString(hash)}");

    /// <summary>A new one with a salt of its own.</summary>
    public static PasswordHash Create(string password, int iterations = DefaultIterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new(iterations, salt, Derive(password, salt, iterations));
    }

    /// <summary>One that is kept in clear: its hash costs nothing to make, and every check as much as that of one with a slow hash.</summary>
    public static PasswordHash InClear(string password) => new(DefaultIterations, Key, Fast(password), OfClear);

    /// <summary>One that was made before; null when it is none, or its iterations, salt or hash are fewer or more than are taken.</summary>
    public static PasswordHash? Read(string text)
    {
        var parts = text.Split(':');
        if (parts is not [Algorithm, var count, var saltText, var hashText]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < FewestIterations or > MostIterations
            || Decode(saltText) is not { Length: >= SaltBytes and <= 64 } salt
            || Decode(hashText) is not { Length: SHA256.HashSizeInBytes } hash)
        {
            return null;
        }

        return new(iterations, salt, hash);
    }

    /// <summary>Takes the time of all its iterations, whatever is presented.</summary>
    public bool Matches(string password)
    {
        var derived = Derive(password, salt, Iterations);
        return CryptographicOperations.FixedTimeEquals(hash, algorithm == OfClear ? Fast(password) : derived);
    }

    /// <summary>Takes as long as checking a password with so many iterations does.</summary>
    public static void Waste(string password, int iterations)
    {
        if (iterations > 0) Derive(password, new byte[SaltBytes], iterations);
    }

    /// <summary>Hides the hash from logs and debuggers.</summary>
    public override string ToString() => "***";

    private static byte[] Fast(string password) => HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(password));

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);

    private static byte[]? Decode(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}

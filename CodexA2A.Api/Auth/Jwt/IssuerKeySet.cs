using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace CodexA2A.Api.Auth.Jwt;

/// <summary>The public keys of an issuer (RFC 7517) that can be used for what is configured.</summary>
/// <param name="Keys">The keys.</param>
internal sealed record IssuerKeySet(IReadOnlyList<JsonWebKey> Keys)
{
    /// <summary>More than any issuer has; each is tried for a token that names none.</summary>
    private const int MostKeys = 32;

    /// <summary>A modulus of 2048 bits in base64url.</summary>
    private const int ShortestModulus = 342;

    /// <summary>Reads a key set; what is not for signatures, too short, secret or of another algorithm is passed over.</summary>
    /// <exception cref="FormatException">No key set; with the end of a sentence.</exception>
    public static IssuerKeySet Read(byte[] json, IReadOnlyList<string> algorithms)
    {
        try
        {
            return new([.. new JsonWebKeySet(Encoding.UTF8.GetString(json)).Keys.Where(key => IsFit(key, algorithms)).Take(MostKeys)]);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.Text.Json.JsonException or FormatException)
        {
            throw new FormatException("is no JSON Web Key Set.", exception);
        }
    }

    /// <summary>The keys that can have signed a token.</summary>
    public IReadOnlyList<JsonWebKey> For(string algorithm, string? keyId) =>
        [.. Keys.Where(key => (keyId is null || string.Equals(key.Kid, keyId, StringComparison.Ordinal)) && Fits(key, algorithm))];

    private static bool IsFit(JsonWebKey key, IReadOnlyList<string> algorithms) =>
        (string.IsNullOrEmpty(key.Use) || key.Use == "sig") && algorithms.Any(algorithm => Fits(key, algorithm))
        && (key.Kty != "RSA" || key.N?.Length >= ShortestModulus);

    private static bool Fits(JsonWebKey key, string algorithm) => (string.IsNullOrEmpty(key.Alg) || key.Alg == algorithm) && algorithm switch
    {
        "ES256" => key is { Kty: "EC", Crv: "P-256" },
        "ES384" => key is { Kty: "EC", Crv: "P-384" },
        "ES512" => key is { Kty: "EC", Crv: "P-521" },
        _ => key.Kty == "RSA",
    };
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Cli.Cards;

/// <summary>The public keys that a card may be signed with.</summary>
internal sealed class VerificationKeys
{
    private readonly List<(string? Id, ECParameters Key)> keys = [];

    /// <summary>Those of a key set (RFC 7517) that ES256 uses; others are passed over.</summary>
    /// <exception cref="JsonException">It is no key set.</exception>
    public static VerificationKeys FromKeySet(ReadOnlySpan<byte> json)
    {
        var set = new VerificationKeys();
        if (JsonNode.Parse(json) is not JsonObject document || document["keys"] is not JsonArray keys) throw new JsonException("It has no list of keys.");
        foreach (var key in keys.OfType<JsonObject>())
        {
            if (Text(key["kty"]) == "EC" && Text(key["crv"]) == "P-256" && Point(key["x"]) is { } x && Point(key["y"]) is { } y)
            {
                set.keys.Add((Text(key["kid"]), new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } }));
            }
        }

        return set;
    }

    /// <summary>The key of a PEM text, public or private; it is asked about every signature, whatever that calls its key.</summary>
    /// <exception cref="CryptographicException">It holds none of P-256.</exception>
    public static VerificationKeys FromPem(string pem)
    {
        var set = new VerificationKeys();
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
        }
        catch (ArgumentException exception)
        {
            throw new CryptographicException("It holds no key in PEM.", exception);
        }

        var parameters = key.ExportParameters(includePrivateParameters: false);
        if (parameters.Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value) throw new CryptographicException("It is a key of another curve than P-256.");
        set.keys.Add((null, parameters));
        return set;
    }

    /// <summary>Whether a signature holds; null when there is no key for it.</summary>
    /// <param name="id">What the signature calls its key.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The signature.</param>
    public bool? Verify(string id, byte[] data, byte[] signature)
    {
        bool? holds = null;
        foreach (var (known, parameters) in keys.Where(key => key.Id is null || key.Id == id))
        {
            if (IsSignature(parameters, data, signature)) return true;
            // A key without a name may simply be another one.
            if (known is not null) holds = false;
        }

        return holds;
    }

    private static bool IsSignature(ECParameters parameters, byte[] data, byte[] signature)
    {
        try
        {
            using var key = ECDsa.Create(parameters);
            return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            // The point is not on the curve.
            return false;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static byte[]? Point(JsonNode? node)
    {
        var bytes = new byte[32];
        return Text(node) is { Length: 43 } text && Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == 32 ? bytes : null;
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.Api.Cards.Signing;

/// <summary>A key on the curve P-256, with which cards are signed by ES256 (RFC 7518, 3.4).</summary>
internal sealed class SigningKey : IDisposable
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private readonly ECDsa key;
    private readonly string x;
    private readonly string y;

    private SigningKey(ECDsa key)
    {
        this.key = key;
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        Id = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
    }

    /// <summary>Its thumbprint (RFC 7638): the <c>kid</c> of signatures and of the key set.</summary>
    public string Id { get; }

    /// <summary>Reads a PEM text that holds a private key.</summary>
    /// <exception cref="FormatException">It holds none of P-256; the message ends a sentence that begins with where it came from.</exception>
    public static SigningKey Read(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            // A public key can be read as well; it cannot sign.
            if (key.ExportParameters(includePrivateParameters: true) is not { D: not null, Curve.Oid.Value: P256 }) throw new FormatException("is a key of another curve than P-256.");
            return new SigningKey(key);
        }
        catch (FormatException)
        {
            key.Dispose();
            throw;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            key.Dispose();
            throw new FormatException("holds no private EC key in PEM without a password; 'openssl ecparam -name prime256v1 -genkey -noout' makes one.", exception);
        }
    }

    /// <summary>The signature of these bytes, 64 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>The public half, as a key set has it (RFC 7517).</summary>
    public JsonObject PublicJwk() => new()
    {
        ["kty"] = "EC",
        ["crv"] = "P-256",
        ["x"] = x,
        ["y"] = y,
        ["kid"] = Id,
        ["alg"] = "ES256",
        ["use"] = "sig",
    };

    /// <inheritdoc />
    public void Dispose() => key.Dispose();
}

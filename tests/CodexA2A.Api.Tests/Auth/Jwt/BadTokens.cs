using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.Auth.Jwt;

/// <summary>Tokens that must open nothing.</summary>
internal static class BadTokens
{
    private const string Good = """{"alg":"ES256","kid":"ec-1","typ":"JWT"}""";

    private static readonly HashAlgorithmName Sha256 = HashAlgorithmName.SHA256;

    /// <summary>What each is, and how it is made.</summary>
    public static IReadOnlyDictionary<string, Func<TestIssuer, string>> All { get; } = new Dictionary<string, Func<TestIssuer, string>>
    {
        // The algorithm.
        ["no algorithm, no signature"] = issuer => issuer.Token(header: head => head["alg"] = "none", sign: _ => []),
        ["no algorithm, a right signature"] = issuer => issuer.Token(header: head => head["alg"] = "none"),
        ["no algorithm in other letters"] = issuer => issuer.Token(header: head => head["alg"] = "nOnE", sign: _ => []),
        ["no member alg"] = issuer => issuer.Token(header: head => head.Remove("alg")),
        ["alg is a number"] = issuer => issuer.Token(header: head => head["alg"] = 256),
        ["HS256 with the public key in PEM"] = issuer => Symmetric(issuer, "ec-1", Encoding.ASCII.GetBytes(issuer.Ec.ExportSubjectPublicKeyInfoPem())),
        ["HS256 with the public key in DER"] = issuer => Symmetric(issuer, "rsa-1", issuer.Rsa.ExportSubjectPublicKeyInfo()),
        ["HS256 with the modulus"] = issuer => Symmetric(issuer, "rsa-1", issuer.Rsa.ExportParameters(false).Modulus!),
        ["HS256 with a shared key of the key set"] = issuer => Symmetric(issuer, "oct-1", "a secret that everybody can read"u8.ToArray()),
        ["RS256 in the header, signed with the other key"] = issuer => issuer.Token(header: head => (head["alg"], head["kid"]) = ("RS256", "rsa-1")),
        ["an algorithm that is not configured (PS256)"] = issuer => Rsa(issuer, "PS256", Sha256, RSASignaturePadding.Pss),
        ["an algorithm that is not configured (RS512)"] = issuer => Rsa(issuer, "RS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        ["es256 in small letters"] = issuer => issuer.Token(header: head => head["alg"] = "es256"),

        // The key.
        ["an unknown key"] = issuer => issuer.Token(header: head => head["kid"] = "ec-2"),
        ["the key of another algorithm"] = issuer => issuer.Token(header: head => head["kid"] = "rsa-1"),
        ["an empty key name"] = issuer => issuer.Token(header: head => head["kid"] = ""),
        ["a key name that is a number"] = issuer => issuer.Token(header: head => head["kid"] = 1),
        ["a huge key name"] = issuer => issuer.Token(header: head => head["kid"] = new string('k', 3000)),
        ["a key name that is a path"] = issuer => issuer.Token(header: head => head["kid"] = "../../dev/null"),
        ["a key of its own in the header (jwk)"] = issuer => Foreign(issuer, (head, key) => head["jwk"] = Public(key)),
        ["the same without a key name"] = issuer => Foreign(issuer, (head, key) => { head["jwk"] = Public(key); head.Remove("kid"); }),
        ["an address of keys in the header (jku)"] = issuer => Foreign(issuer, (head, _) => head["jku"] = issuer.Url + "/stray-keys"),
        ["an address of a certificate in the header (x5u)"] = issuer => Foreign(issuer, (head, _) => head["x5u"] = issuer.Url + "/stray-certificate"),
        ["a certificate in the header (x5c)"] = issuer => Foreign(issuer, (head, key) => head["x5c"] = new JsonArray(Certificate(key))),
        ["signed by a key of the same name of somebody else"] = issuer => Foreign(issuer, (_, _) => { }),

        // The time.
        ["expired"] = issuer => issuer.Token(claims => claims["exp"] = issuer.At(-60)),
        ["expired by just as much as clocks may differ"] = issuer => issuer.Token(claims => claims["exp"] = issuer.At(-30)),
        ["no end"] = issuer => issuer.Token(claims => claims.Remove("exp")),
        ["an end that is a text"] = issuer => issuer.Token(claims => claims["exp"] = $"{issuer.At(300)}"),
        ["an end in no year"] = issuer => issuer.Token(claims => claims["exp"] = 1e300),
        ["an end that is null"] = issuer => issuer.Token(claims => claims["exp"] = null),
        ["not yet valid"] = issuer => issuer.Token(claims => claims["nbf"] = issuer.At(60)),
        ["a beginning before all time"] = issuer => issuer.Token(claims => claims["nbf"] = -1),
        ["made tomorrow"] = issuer => issuer.Token(claims => claims["iat"] = issuer.At(86_400)),

        // Whose and for whom.
        ["for another service"] = issuer => issuer.Token(claims => claims["aud"] = "other"),
        ["for several others"] = issuer => issuer.Token(claims => claims["aud"] = new JsonArray("other", "codex-a2a-2")),
        ["for nobody"] = issuer => issuer.Token(claims => claims.Remove("aud")),
        ["for us and for a number"] = issuer => issuer.Token(claims => claims["aud"] = new JsonArray(TestIssuer.Audience, 1)),
        ["for us in other letters"] = issuer => issuer.Token(claims => claims["aud"] = "Codex-A2A"),
        ["of another issuer"] = issuer => issuer.Token(claims => claims["iss"] = "https://login.example.org"),
        ["of the issuer with a slash"] = issuer => issuer.Token(claims => claims["iss"] = issuer.Url + "/"),
        ["of no issuer"] = issuer => issuer.Token(claims => claims.Remove("iss")),
        ["of several issuers"] = issuer => issuer.Token(claims => claims["iss"] = new JsonArray(issuer.Url)),
        ["about nobody"] = issuer => issuer.Token(claims => claims.Remove("sub")),
        ["about an empty name"] = issuer => issuer.Token(claims => claims["sub"] = ""),
        ["about a number"] = issuer => issuer.Token(claims => claims["sub"] = 7),
        ["about half a character"] = issuer => issuer.Raw(Good, Claims(issuer).Replace("\"alice\"", "\"\\ud800\"", StringComparison.Ordinal)),
        ["about a line end"] = issuer => issuer.Token(claims => claims["sub"] = "alice\nbob"),
        ["about a name without end"] = issuer => issuer.Token(claims => claims["sub"] = new string('a', 1000)),
        ["bound to a key of its holder"] = issuer => issuer.Token(claims => claims["cnf"] = new JsonObject { ["jkt"] = "x" }),
        ["capabilities that are numbers"] = issuer => issuer.Token(claims => claims["capabilities"] = new JsonArray(1)),
        ["capabilities that are an object"] = issuer => issuer.Token(claims => claims["capabilities"] = new JsonObject()),

        // The form.
        ["a name given twice in the claims"] = issuer => issuer.Raw(Good, Claims(issuer).Replace("{", "{\"sub\":\"bob\",", StringComparison.Ordinal)),
        ["a name given twice in the header"] = issuer => issuer.Raw("""{"alg":"none","alg":"ES256","kid":"ec-1"}""", Claims(issuer)),
        ["two dots missing"] = issuer => issuer.Token().Replace(".", "", StringComparison.Ordinal),
        ["one dot missing"] = issuer => issuer.Token()[..issuer.Token().LastIndexOf('.')],
        ["a dot at its end"] = issuer => issuer.Token() + ".",
        ["encrypted (five parts)"] = issuer => $"{TestIssuer.Encode("""{"alg":"RSA-OAEP","enc":"A256GCM","cty":"JWT"}"""u8.ToArray())}.AAAA.AAAA.{TestIssuer.Encode(Encoding.ASCII.GetBytes(issuer.Token()))}.AAAA",
        ["a token in a token"] = issuer => issuer.Token(header: head => head["cty"] = "JWT"),
        ["an extension that must be understood"] = issuer => issuer.Token(header: head => (head["crit"], head["exp"]) = (new JsonArray("exp"), 1)),
        ["claims that are not encoded (b64)"] = issuer => issuer.Token(header: head => head["b64"] = false),
        ["compressed"] = issuer => issuer.Token(header: head => head["zip"] = "DEF"),
        ["of another type"] = issuer => issuer.Token(header: head => head["typ"] = "dpop+jwt"),
        ["claims that are no JSON"] = issuer => issuer.Raw(Good, "alice"),
        ["claims that are a list"] = issuer => issuer.Raw(Good, $"[{Claims(issuer)}]"),
        ["claims with bytes that are no text"] = issuer => issuer.Raw(Encoding.ASCII.GetBytes(Good), [.. Encoding.ASCII.GetBytes(Claims(issuer).Split("alice")[0]), 0xFF, .. Encoding.ASCII.GetBytes(Claims(issuer).Split("alice")[1])]),
        ["a header that is no object"] = issuer => issuer.Raw("\"ES256\"", Claims(issuer)),
        ["an empty header"] = issuer => "." + issuer.Token().Split('.', 2)[1],
        ["huge"] = issuer => issuer.Token(claims => claims["more"] = new string('x', 9000)),
        ["nested without end"] = issuer => issuer.Raw(Good, Claims(issuer).Replace("\"alice\"", new string('[', 2000) + new string(']', 2000), StringComparison.Ordinal)),

        // The signature.
        ["no signature"] = issuer => issuer.Token(sign: _ => []),
        ["another bit in the signature"] = issuer => issuer.Token(sign: data => Flip(issuer.WithEc(data))),
        ["a signature of zeros"] = issuer => issuer.Token(sign: _ => new byte[64]),
        ["a signature in DER"] = issuer => issuer.Token(sign: data => issuer.Ec.SignData(data, Sha256, DSASignatureFormat.Rfc3279DerSequence)),
        ["another hash in the signature"] = issuer => issuer.Token(sign: data => issuer.Ec.SignData(data, HashAlgorithmName.SHA384)),
        ["changed claims"] = issuer => Changed(issuer),
        ["a signature with padding"] = issuer => issuer.Token() + "==",
        ["a signature in the other alphabet"] = issuer => issuer.Token() + "+/",
    };

    private static string Claims(TestIssuer issuer) => issuer.Claims().ToJsonString();

    private static string Symmetric(TestIssuer issuer, string key, byte[] secret) =>
        issuer.Token(header: head => (head["alg"], head["kid"]) = ("HS256", key), sign: data => HMACSHA256.HashData(secret, data));

    private static string Rsa(TestIssuer issuer, string algorithm, HashAlgorithmName hash, RSASignaturePadding padding) =>
        issuer.Token(header: head => (head["alg"], head["kid"]) = (algorithm, "rsa-1"), sign: issuer.WithRsa(hash, padding));

    private static string Foreign(TestIssuer issuer, Action<JsonObject, ECDsa> header)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return issuer.Token(header: head => header(head, key), sign: data => key.SignData(data, Sha256));
    }

    private static JsonObject Public(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        return new() { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = TestIssuer.Encode(point.X!), ["y"] = TestIssuer.Encode(point.Y!) };
    }

    private static string Certificate(ECDsa key)
    {
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=alice", key, Sha256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return Convert.ToBase64String(certificate.RawData);
    }

    private static byte[] Flip(byte[] signature)
    {
        signature[10] ^= 1;
        return signature;
    }

    private static string Changed(TestIssuer issuer)
    {
        var (one, other) = (issuer.Token().Split('.'), issuer.Token(claims => claims["sub"] = "bob").Split('.'));
        return $"{one[0]}.{other[1]}.{one[2]}";
    }
}

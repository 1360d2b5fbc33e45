using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.Cli.Tests.Cards;

/// <summary>A card in canonical form, signed by hand, so that these tests do not verify with what they sign with.</summary>
internal sealed class SignedCard : IDisposable
{
    public const string Origin = "https://agent.example.org";

    public const string Plain =
        """{"capabilities":{"streaming":true},"defaultInputModes":["text/plain"],"defaultOutputModes":["text/plain"],"description":"d","name":"An agent","skills":[{"description":"d","id":"i","name":"n","tags":["t"]}],"supportedInterfaces":[{"protocolBinding":"JSONRPC","protocolVersion":"1.0","url":"https://agent.example.org"}],"version":"1.2"}""";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Id { get; init; } = "key-1";

    public string? KeySetUrl { get; init; } = Origin + "/.well-known/jwks.json";

    public string Algorithm { get; init; } = "ES256";

    public string PublicPem => key.ExportSubjectPublicKeyInfoPem();

    public JsonObject Jwk
    {
        get
        {
            var point = key.ExportParameters(false).Q;
            return new() { ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = Id, ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) };
        }
    }

    /// <summary>The card with a signature over <paramref name="payload"/>.</summary>
    public JsonObject Card(string card = Plain, string? payload = null)
    {
        var signed = JsonNode.Parse(card)!.AsObject();
        signed["signatures"] = new JsonArray(Signature(payload ?? card));
        return signed;
    }

    public JsonObject Signature(string payload)
    {
        var header = new JsonObject { ["alg"] = Algorithm, ["kid"] = Id, ["typ"] = "JOSE" };
        if (KeySetUrl is not null) header["jku"] = KeySetUrl;
        var encoded = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString()));
        var data = Encoding.ASCII.GetBytes($"{encoded}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}");
        return new() { ["protected"] = encoded, ["signature"] = Base64Url.EncodeToString(key.SignData(data, HashAlgorithmName.SHA256)) };
    }

    public void Dispose() => key.Dispose();
}

using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.Cards.Signing;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Cards.Signing;

public sealed class SignedCardTests
{
    private const string CardPath = "/.well-known/agent-card.json";
    private const string KeysPath = "/.well-known/jwks.json";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_key_signs_both_cards(bool extended)
    {
        using var keys = new KeyFolder();
        await using var host = await ApiHost.StartAsync(new() { ["A2A:CardSigningKeyFiles:0"] = keys.Key("new.pem"), ["A2A:CardSigningKeyFiles:1"] = keys.Key("old.pem") });
        host.Http.DefaultRequestHeaders.TryAddWithoutValidation("A2A-Version", "1.0");
        var card = extended
            ? (await host.CallAsync(new Call(Methods.GetExtendedAgentCard, []), Binding.Rest)).Json!
            : JsonNode.Parse(await host.Http.GetStringAsync(CardPath, TestContext.Current.CancellationToken))!;
        var set = JsonNode.Parse(await host.Http.GetStringAsync(KeysPath, TestContext.Current.CancellationToken))!["keys"]!.AsArray();
        Assert.Equal(2, set.Count);
        Assert.All(set, key => Assert.Equal(["kty", "crv", "x", "y", "kid", "alg", "use"], key!.AsObject().Select(member => member.Key)));

        var payloads = CardPayload.Of(Encoding.UTF8.GetBytes(card.ToJsonString()));
        var signatures = card["signatures"]!.AsArray();
        // A scheme without scopes is {}, which the SDKs leave out: two readings, two signatures of each key.
        Assert.Equal((2, 4), (payloads.Count, signatures.Count));
        foreach (var (signature, i) in signatures.Select((one, i) => (one!, i)))
        {
            var header = JsonNode.Parse(Base64Url.DecodeFromChars((string)signature["protected"]!))!;
            Assert.Equal(("ES256", "JOSE", host.BaseUrl + KeysPath), ((string)header["alg"]!, (string)header["typ"]!, (string)header["jku"]!));
            var key = set.Single(key => (string)key!["kid"]! == (string)header["kid"]!)!;
            using var ecdsa = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = Base64Url.DecodeFromChars((string)key["x"]!), Y = Base64Url.DecodeFromChars((string)key["y"]!) },
            });
            var signed = Encoding.ASCII.GetBytes($"{(string)signature["protected"]!}.{Base64Url.EncodeToString(payloads[i % 2])}");
            Assert.True(ecdsa.VerifyData(signed, Base64Url.DecodeFromChars((string)signature["signature"]!), HashAlgorithmName.SHA256));
        }
    }

    [Fact]
    public async Task Every_process_makes_signatures_of_its_own_and_it_is_the_same_card()
    {
        using var keys = new KeyFolder();
        var settings = new Dictionary<string, string?> { ["A2A:CardSigningKeyFiles:0"] = keys.Key("k.pem"), ["A2A:PublicUrl"] = "https://codex.example.org" };
        var (tag, bytes) = await CardAsync(settings);
        var (other, otherBytes) = await CardAsync(settings);
        Assert.Equal(tag, other);
        Assert.StartsWith("W/\"", tag, StringComparison.Ordinal);
        Assert.NotEqual(bytes, otherBytes);
        Assert.NotEqual(tag, (await CardAsync(new(settings) { ["A2A:Title"] = "Another" })).Tag);
        Assert.NotEqual(tag, (await CardAsync(new(settings) { ["A2A:CardSigningKeyFiles:0"] = keys.Key("k2.pem") })).Tag);
    }

    [Fact]
    public async Task Without_keys_nothing_is_signed_and_there_is_no_key_set()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Null(JsonNode.Parse(await host.Http.GetStringAsync(CardPath, TestContext.Current.CancellationToken))!["signatures"]);
        using var response = await host.Http.GetAsync(KeysPath, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public void The_id_of_a_key_is_its_thumbprint()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = SigningKey.Read(ecdsa.ExportPkcs8PrivateKeyPem());
        var jwk = key.PublicJwk();
        var members = new JsonObject { ["crv"] = "P-256", ["kty"] = "EC", ["x"] = (string)jwk["x"]!, ["y"] = (string)jwk["y"]! };
        Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(members.ToJsonString()))), key.Id);
        Assert.Null(jwk["d"]);
    }

    private static async Task<(string Tag, string Bytes)> CardAsync(Dictionary<string, string?> settings)
    {
        await using var host = await ApiHost.StartAsync(settings);
        using var response = await host.Http.GetAsync(CardPath, TestContext.Current.CancellationToken);
        return (response.Headers.ETag!.ToString(), await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

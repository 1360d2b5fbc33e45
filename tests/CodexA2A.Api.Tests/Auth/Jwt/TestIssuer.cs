using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CodexA2A.Api.Tests.Auth.Jwt;

/// <summary>An issuer of tokens on this machine: its configuration, its keys, and tokens of every kind.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "codex-a2a";

    private readonly WebApplication app;
    private int fetched;
    private int strays;

    private TestIssuer(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    public ECDsa Ec { get; private set; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public RSA Rsa { get; } = RSA.Create(2048);

    /// <summary>How often the keys were fetched.</summary>
    public int Fetched => fetched;

    /// <summary>How often something else was asked for.</summary>
    public int Strays => strays;

    /// <summary>The time that its tokens are made at.</summary>
    public DateTimeOffset Now { get; init; }

    public static async Task<TestIssuer> StartAsync(DateTimeOffset now)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var issuer = new TestIssuer(app) { Now = now };
        app.Run(issuer.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return issuer;
    }

    /// <summary>Takes another key in the place of its first.</summary>
    public void Turn()
    {
        Ec.Dispose();
        Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    }

    public JsonObject KeySet()
    {
        var (ec, rsa) = (Ec.ExportParameters(false), Rsa.ExportParameters(false));
        return new()
        {
            ["keys"] = new JsonArray(
                new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = "ec-1", ["use"] = "sig", ["x"] = Encode(ec.Q.X!), ["y"] = Encode(ec.Q.Y!) },
                new JsonObject { ["kty"] = "RSA", ["kid"] = "rsa-1", ["n"] = Encode(rsa.Modulus!), ["e"] = Encode(rsa.Exponent!) },
                new JsonObject { ["kty"] = "oct", ["kid"] = "oct-1", ["k"] = Encode("a secret that everybody can read"u8.ToArray()) }),
        };
    }

    /// <summary>A good token with what is changed in its header and claims.</summary>
    public string Token(Action<JsonObject>? claims = null, Action<JsonObject>? header = null, Func<byte[], byte[]>? sign = null)
    {
        var (head, body) = (new JsonObject { ["alg"] = "ES256", ["kid"] = "ec-1", ["typ"] = "JWT" }, Claims());
        header?.Invoke(head);
        claims?.Invoke(body);
        return Raw(head.ToJsonString(), body.ToJsonString(), sign);
    }

    /// <summary>A token whose parts are written as they are given.</summary>
    public string Raw(string header, string claims, Func<byte[], byte[]>? sign = null) =>
        Raw(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(claims), sign);

    /// <inheritdoc cref="Raw(string, string, Func{byte[], byte[]}?)" />
    public string Raw(byte[] header, byte[] claims, Func<byte[], byte[]>? sign = null)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Encode((sign ?? WithEc)(Encoding.ASCII.GetBytes(signed)))}";
    }

    public JsonObject Claims() => new()
    {
        ["iss"] = Url,
        ["aud"] = Audience,
        ["sub"] = "alice",
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["exp"] = At(300),
    };

    /// <summary>So many seconds from now.</summary>
    public long At(double seconds) => Now.AddSeconds(seconds).ToUnixTimeSeconds();

    public byte[] WithEc(byte[] data) => Ec.SignData(data, HashAlgorithmName.SHA256);

    public Func<byte[], byte[]> WithRsa(HashAlgorithmName hash, RSASignaturePadding padding) => data => Rsa.SignData(data, hash, padding);

    public static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Ec.Dispose();
        Rsa.Dispose();
    }

    private Task AnswerAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        switch (http.Request.Path.Value)
        {
            case "/.well-known/openid-configuration":
                return http.Response.WriteAsync(new JsonObject { ["issuer"] = Url, ["jwks_uri"] = Url + "/keys" }.ToJsonString());
            case "/keys":
                Interlocked.Increment(ref fetched);
                return http.Response.WriteAsync(KeySet().ToJsonString());
            default:
                Interlocked.Increment(ref strays);
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.Auth.Jwt;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Api.Tests.Auth.Jwt;

public sealed class IssuerKeysTests : IDisposable
{
    private static readonly string[] Algorithms = ["ES256", "RS256"];

    private readonly FakeTimeProvider time = new();
    private readonly Source source = new();
    private readonly IssuerKeys keys;

    public IssuerKeysTests() => keys = new(source, Options.Create(new JwtOptions { Authority = "https://login.example.org" }), time, NullLogger<IssuerKeys>.Instance);

    public void Dispose() => keys.Dispose();

    [Fact]
    public async Task Keys_are_fetched_when_first_needed_and_a_new_one_when_a_token_names_it()
    {
        Assert.Equal(0, source.Asked);
        Assert.Equal((1, 1), (await FindAsync("one"), source.Asked));
        source.Keys = ["one", "two"];
        // At once would be too soon: somebody may be making names up.
        Assert.Equal((0, 1), (await FindAsync("two"), source.Asked));
        time.Advance(IssuerKeys.Between);
        Assert.Equal((1, 2), (await FindAsync("two"), source.Asked));
        source.Keys = ["two"];
        time.Advance(IssuerKeys.Between);
        Assert.Equal((0, 3), (await FindAsync("three"), source.Asked));
        Assert.Equal(0, await FindAsync("one"));
    }

    [Fact]
    public async Task A_new_key_that_a_token_does_not_name_is_fetched_when_no_known_one_has_signed_it()
    {
        var tried = (await keys.ForAsync("ES256", null, Stop))!;
        Assert.Single(tried);
        source.Keys = ["one", "two"];
        Assert.Empty(await keys.OthersAsync("ES256", null, tried, Stop));
        Assert.Equal(1, source.Asked);
        time.Advance(IssuerKeys.Between);
        Assert.Equal(2, (await keys.OthersAsync("ES256", null, tried, Stop)).Count);
        for (var i = 0; i < 1000; i++) await keys.OthersAsync("ES256", null, tried, Stop);
        Assert.Equal(2, source.Asked);
        source.Failure = new HttpRequestException("down");
        time.Advance(IssuerKeys.Between);
        Assert.Empty(await keys.OthersAsync("ES256", null, (await keys.ForAsync("ES256", null, Stop))!, Stop));
    }

    [Theory]
    [InlineData(119, 1)]
    [InlineData(120, 0)]
    public async Task A_key_that_was_withdrawn_while_nobody_called_is_taken_no_more_after_two_hours(int minutes, int found)
    {
        Assert.Equal(1, await FindAsync("one"));
        source.Keys = ["two"];
        time.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(found, await FindAsync("one"));
    }

    [Fact]
    public async Task Made_up_names_make_one_request_in_half_a_minute()
    {
        for (var i = 0; i < 1000; i++) await FindAsync($"made-up-{i}");
        Assert.Equal(1, source.Asked);
    }

    [Fact]
    public async Task An_issuer_that_is_down_takes_no_key_away()
    {
        Assert.Equal(1, await FindAsync("one"));
        source.Failure = new HttpRequestException("down");
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await FindAsync("one"));
        time.Advance(IssuerKeys.Between);
        Assert.Equal(0, await FindAsync("two"));
        Assert.Equal(1, await FindAsync("one"));
        source.Failure = new FormatException("another issuer");
        time.Advance(IssuerKeys.Between);
        Assert.Equal(0, await FindAsync("two"));
        Assert.Equal(1, await FindAsync("one"));
    }

    [Fact]
    public async Task Without_any_key_nobody_can_tell()
    {
        source.Failure = new HttpRequestException("down");
        Assert.Null(await FindAsync("one"));
        source.Failure = null;
        Assert.Null(await FindAsync("one"));
        time.Advance(IssuerKeys.Between);
        Assert.Equal(1, await FindAsync("one"));
    }

    [Theory]
    [InlineData("""{"kty":"RSA","kid":"k","n":"SHORT","e":"AQAB"}""", 0)]
    [InlineData("""{"kty":"RSA","kid":"k","n":"LONG","e":"AQAB"}""", 1)]
    [InlineData("""{"kty":"RSA","kid":"k","n":"LONG","e":"AQAB","use":"enc"}""", 0)]
    [InlineData("""{"kty":"RSA","kid":"k","n":"LONG","e":"AQAB","alg":"RS512"}""", 0)]
    [InlineData("""{"kty":"RSA","kid":"k","n":"LONG","e":"AQAB","alg":"RS256"}""", 1)]
    [InlineData("""{"kty":"EC","kid":"k","crv":"P-521","x":"AA","y":"AA"}""", 0)]
    [InlineData("""{"kty":"oct","kid":"k","k":"AAAA"}""", 0)]
    public void Keys_that_cannot_be_used_are_passed_over(string key, int expected)
    {
        using var rsa = RSA.Create(2048);
        using var small = RSA.Create(1024);
        key = key.Replace("LONG", Modulus(rsa), StringComparison.Ordinal).Replace("SHORT", Modulus(small), StringComparison.Ordinal);
        Assert.Equal(expected, IssuerKeySet.Read(Encoding.UTF8.GetBytes($$"""{"keys":[{{key}}]}"""), Algorithms).Keys.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"keys\":1}")]
    [InlineData("<html>")]
    public void What_is_no_key_set_is_told(string text) => Assert.Throws<FormatException>(() => IssuerKeySet.Read(Encoding.UTF8.GetBytes(text), Algorithms));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Modulus(RSA rsa) => TestIssuer.Encode(rsa.ExportParameters(false).Modulus!);

    private async Task<int?> FindAsync(string key) => (await keys.ForAsync("ES256", key, TestContext.Current.CancellationToken))?.Count;

    private sealed class Source : IKeySource
    {
        public string[] Keys { get; set; } = ["one"];

        public Exception? Failure { get; set; }

        public int Asked { get; private set; }

        public Task<byte[]> ReadAsync(CancellationToken cancellationToken)
        {
            Asked++;
            if (Failure is { } failure) throw failure;
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var point = key.ExportParameters(false).Q;
            return Task.FromResult(Encoding.UTF8.GetBytes(new JsonObject
            {
                ["keys"] = new JsonArray([.. Keys.Select(name => (JsonNode)new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = name, ["x"] = TestIssuer.Encode(point.X!), ["y"] = TestIssuer.Encode(point.Y!) })]),
            }.ToJsonString()));
        }
    }
}

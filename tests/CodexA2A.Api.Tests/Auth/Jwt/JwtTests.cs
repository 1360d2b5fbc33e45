using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Api.Tests.Auth.Jwt;

public sealed class JwtTests(JwtTests.Service service) : IClassFixture<JwtTests.Service>
{
    public static TheoryData<string> Bad => [.. BadTokens.All.Keys];

    public static TheoryData<string> Good => [.. GoodTokens.Keys];

    private static Dictionary<string, Func<TestIssuer, string>> GoodTokens { get; } = new()
    {
        ["ES256"] = issuer => issuer.Token(),
        ["RS256"] = issuer => issuer.Token(header: head => (head["alg"], head["kid"]) = ("RS256", "rsa-1"), sign: issuer.WithRsa(HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
        ["no key name"] = issuer => issuer.Token(header: head => head.Remove("kid")),
        ["no type"] = issuer => issuer.Token(header: head => head.Remove("typ")),
        ["an access token by type"] = issuer => issuer.Token(header: head => head["typ"] = "at+JWT"),
        ["for us among others"] = issuer => issuer.Token(claims => claims["aud"] = new JsonArray("other", TestIssuer.Audience)),
        ["expired by less than clocks may differ"] = issuer => issuer.Token(claims => claims["exp"] = issuer.At(-29)),
        ["valid by less than clocks may differ"] = issuer => issuer.Token(claims => claims["nbf"] = issuer.At(29)),
        ["an end with a fraction"] = issuer => issuer.Token(claims => claims["exp"] = issuer.At(10) + 0.5),
        ["capabilities in a list"] = issuer => issuer.Token(claims => claims["capabilities"] = new JsonArray("exec_control")),
        ["capabilities as words"] = issuer => issuer.Token(claims => claims["capabilities"] = "exec_control turn_control"),
        ["claims that nobody knows"] = issuer => issuer.Token(claims => claims["x"] = new JsonObject { ["y"] = 1 }),
    };

    [Theory]
    [MemberData(nameof(Good))]
    public async Task A_token_of_the_issuer_opens(string which) =>
        Assert.Equal(HttpStatusCode.OK, (await service.AskAsync(GoodTokens[which](service.Issuer))).Status);

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Any_other_is_refused_as_every_wrong_token_is(string which)
    {
        var answer = await service.AskAsync(BadTokens.All[which](service.Issuer));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("Bearer realm=\"codex-a2a\", error=\"invalid_token\"", answer.Challenge);
        Assert.Equal((await service.AskAsync("a-wrong-token")).Body, answer.Body);
        Assert.Equal(0, service.Issuer.Strays);
    }

    [Fact]
    public void The_list_has_the_forty() => Assert.True(BadTokens.All.Count >= 40);

    [Fact]
    public async Task What_an_issuer_calls_alice_is_not_the_alice_of_a_token_here()
    {
        var task = await service.Host.SubmitAsync();
        var token = service.Issuer.Token();
        Assert.Equal("TASK_NOT_FOUND", (await service.Host.CallAsync(Call.Get(task.TaskId) with { Token = token })).Reason);
        var own = await service.Host.SubmitAsync(token: token);
        Assert.Null((await service.Host.CallAsync(Call.Get(own.TaskId) with { Token = service.Issuer.Token(claims => claims["jti"] = "another") })).Error);
        var owner = ApiHost.OwnerOf($"{service.Issuer.Url}#alice");
        Assert.NotNull(await service.Host.Log.ReadAsync(owner, own.TaskId, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_the_keys_of_the_issuer_nobody_can_tell_and_other_callers_do_not_notice()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:Jwt:Authority"] = "http://127.0.0.1:1", ["A2A:Jwt:Audience"] = TestIssuer.Audience });
        await using var issuer = await TestIssuer.StartAsync(DateTimeOffset.UtcNow);
        var answer = await host.CallAsync(Call.Get("none") with { Token = issuer.Token(claims => claims["iss"] = "http://127.0.0.1:1") });
        Assert.Equal(("UNAVAILABLE", HttpStatusCode.ServiceUnavailable), (answer.Reason, answer.Status));
        Assert.Equal(30, answer.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Equal("TASK_NOT_FOUND", (await host.CallAsync(Call.Get("none"))).Reason);
    }

    [Fact]
    public async Task An_issuer_whose_keys_are_in_a_file_needs_no_network()
    {
        await using var issuer = await TestIssuer.StartAsync(DateTimeOffset.UtcNow);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, issuer.KeySet().ToJsonString(), TestContext.Current.CancellationToken);
        await using var host = await ApiHost.StartAsync(
            new() { ["A2A:Jwt:KeysFile"] = file, ["A2A:Jwt:Issuer"] = "https://login.example.org", ["A2A:Jwt:Audience"] = TestIssuer.Audience }, tokens: false);
        var token = issuer.Token(claims => claims["iss"] = "https://login.example.org");
        Assert.Equal("TASK_NOT_FOUND", (await host.CallAsync(Call.Get("none") with { Token = token })).Reason);
        Assert.Equal(0, issuer.Fetched);
        File.Delete(file);
    }

    [Fact]
    public async Task A_token_that_names_no_key_learns_of_a_new_one_as_soon_as_the_issuer_may_be_asked()
    {
        var time = new FakeTimeProvider(new(2027, 1, 31, 12, 0, 0, TimeSpan.Zero));
        await using var issuer = await TestIssuer.StartAsync(time.GetUtcNow());
        await using var host = await ApiHost.StartAsync(new() { ["A2A:Jwt:Authority"] = issuer.Url, ["A2A:Jwt:Audience"] = TestIssuer.Audience }, time);
        string Token() => issuer.Token(header: head => head.Remove("kid"));
        Assert.Equal("TASK_NOT_FOUND", (await host.CallAsync(Call.Get("none") with { Token = Token() })).Reason);
        issuer.Turn();
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.CallAsync(Call.Get("none") with { Token = Token() })).Status);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("TASK_NOT_FOUND", (await host.CallAsync(Call.Get("none") with { Token = Token() })).Reason);
        Assert.Equal(2, issuer.Fetched);
    }

    /// <summary>One service and one issuer for all of them.</summary>
    public sealed class Service : IAsyncLifetime
    {
        internal TestIssuer Issuer { get; private set; } = null!;

        internal ApiHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var time = new FakeTimeProvider(new(2027, 1, 31, 12, 0, 0, TimeSpan.Zero));
            Issuer = await TestIssuer.StartAsync(time.GetUtcNow());
            Host = await ApiHost.StartAsync(
                new()
                {
                    ["A2A:Jwt:Authority"] = Issuer.Url,
                    ["A2A:Jwt:Audience"] = TestIssuer.Audience,
                    ["A2A:FailedLoginsPerMinute"] = "0",
                },
                time);
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Issuer.DisposeAsync();
        }

        internal async Task<(HttpStatusCode Status, string Challenge, string Body)> AskAsync(string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/tasks");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using var response = await Host.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return (response.StatusCode, response.Headers.WwwAuthenticate.ToString(), await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }
}

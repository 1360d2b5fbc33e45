using System.Net;
using System.Text;
using CodexA2A.Api.Auth.Passwords;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks.Rates;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Auth;

public sealed class FailedLoginTests
{
    private const int PerMinute = 20;

    private static readonly string Registry = $$"""
        [
          {"scheme":"basic","username":"carol","password_pbkdf2":"{{PasswordHash.Create("carol-password", PasswordHash.FewestIterations).Text}}"},
          {"scheme":"apikey","token":"key-of-a-machine","principal":"machine"}
        ]
        """;

    [Fact]
    public async Task Who_fails_too_often_is_told_to_wait_and_the_right_pass_at_once_from_the_same_address()
    {
        await using var host = await StartAsync();
        var answers = new List<(HttpStatusCode Status, int? Wait)>();
        for (var second = 0; second < 2; second++)
        {
            // A hundred a second, and the right ones among them.
            var wrong = Enumerable.Range(0, 100).Select(number => AskAsync(host, "Authorization", $"Bearer wrong-token-{second}-{number}")).ToArray();
            var right = Enumerable.Range(0, 60).Select(number => (number % 3) switch
            {
                0 => AskAsync(host, "Authorization", $"Bearer {ApiHost.Alice}"),
                1 => AskAsync(host, "Authorization", Basic("carol", "carol-password")),
                _ => AskAsync(host, "X-API-Key", "key-of-a-machine"),
            }).ToArray();
            Assert.All(await Task.WhenAll(right), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
            answers.AddRange(await Task.WhenAll(wrong));
        }

        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.Unauthorized), PerMinute, 2 * PerMinute);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Unauthorized), answer =>
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
            Assert.InRange(answer.Wait!.Value, 1, 60);
        });
        // No credential is no failure: many clients ask first.
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(host, "X-Other", "")).Status);
    }

    [Fact]
    public async Task Who_is_right_costs_no_question_to_those_who_count_for_all_and_who_is_wrong_one()
    {
        var shares = new CountedShares();
        await using var host = await StartAsync(shares);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(host, "Authorization", $"Bearer {ApiHost.Alice}")).Status);
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(host, "Authorization", Basic("carol", "carol-password"))).Status);
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(host, "X-API-Key", "key-of-a-machine")).Status);
        }

        Assert.Empty(shares.Asked);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(host, "Authorization", Basic("carol", "wrong"))).Status);
        // This address is another machine at each process.
        Assert.Equal([FailureKind.Name], shares.Asked.Select(key => key.Kind));
        Assert.Equal([FailureKind.Address], shares.Here.Select(key => key.Kind));
        // Of an address that failed too often the names are nobody else's.
        shares.IsFull = true;
        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync(host, "Authorization", Basic("made-up", "wrong"))).Status);
        Assert.Single(shares.Asked);
        Assert.Equal("made-up", shares.Here.Last().Text);
    }

    [Fact]
    public async Task Guesses_of_a_password_count_for_its_name()
    {
        await using var host = await StartAsync();
        for (var i = 0; i < PerMinute / 2; i++) await AskAsync(host, "Authorization", Basic("carol", $"wrong-{i}"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(host, "Authorization", Basic("nobody", "wrong"))).Status);
        var guesses = new List<HttpStatusCode>();
        // Where each takes long, one of them may come back in between.
        for (var i = 0; i < PerMinute; i++) guesses.Add((await AskAsync(host, "Authorization", Basic("carol", $"wrong-{i}"))).Status);
        Assert.Contains(HttpStatusCode.TooManyRequests, guesses);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(host, "Authorization", Basic("carol", "carol-password"))).Status);
    }

    [Theory]
    [InlineData("Authorization", "Bearer key-of-a-machine", HttpStatusCode.Unauthorized)]
    [InlineData("X-API-Key", "key-of-a-machine", HttpStatusCode.OK)]
    [InlineData("X-API-Key", "alice-secret-token", HttpStatusCode.Unauthorized)]
    [InlineData("X-API-Key", "", HttpStatusCode.Unauthorized)]
    public async Task A_key_counts_in_its_header_alone(string header, string value, HttpStatusCode expected)
    {
        await using var host = await StartAsync();
        Assert.Equal(expected, (await AskAsync(host, header, value)).Status);
    }

    [Fact]
    public async Task The_header_of_keys_has_the_name_that_is_set_and_an_Authorization_header_goes_before_it()
    {
        await using var host = await StartAsync(("A2A:ApiKeyHeader", "X-Machine"));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(host, "X-Machine", "key-of-a-machine")).Status);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tasks");
        request.Headers.Add("X-Machine", "key-of-a-machine");
        request.Headers.Add("Authorization", "Bearer wrong-token");
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("realm=\"codex-a2a\", error=\"invalid_token\"", response.Headers.WwwAuthenticate.First().Parameter);
    }

    private static Task<ApiHost> StartAsync(params (string Key, string Value)[] more) => StartAsync(null, more);

    private static Task<ApiHost> StartAsync(IFailureShares? shares, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?> { ["A2A:FailedLoginsPerMinute"] = $"{PerMinute}", ["A2A:StaticAuthCredentials"] = Registry };
        foreach (var (key, value) in more) settings[key] = value;
        return ApiHost.StartAsync(settings, services: services =>
        {
            if (shares is not null) services.AddSingleton(shares);
        });
    }

    private static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    private static async Task<(HttpStatusCode Status, int? Wait)> AskAsync(ApiHost host, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tasks");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, (int?)response.Headers.RetryAfter?.Delta?.TotalSeconds);
    }
}

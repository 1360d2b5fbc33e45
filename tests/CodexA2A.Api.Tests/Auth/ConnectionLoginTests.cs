using System.Net.Http.Headers;
using System.Threading.Channels;
using CodexA2A.Api.Auth;
using CodexA2A.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Api.Tests.Auth;

/// <summary>On one connection of the real server: what is remembered of a login, and what ends that.</summary>
public sealed class ConnectionLoginTests : IDisposable
{
    private const string Alice = """{"id":"first","scheme":"bearer","token":"first-token","principal":"alice","expires":"2027-01-31T12:00:00Z"}""";

    private readonly string file = Path.GetTempFileName();
    private readonly FakeTimeProvider time = new(new(2027, 1, 31, 11, 59, 0, TimeSpan.Zero));
    private readonly Spy spy = new();

    public void Dispose() => File.Delete(file);

    [Fact]
    public async Task The_same_header_again_is_the_same_login_and_another_one_is_not()
    {
        await using var host = await StartAsync($"[{Alice}]");

        var first = await AskAsync(host, "Bearer first-token");
        var again = await AskAsync(host, "Bearer first-token");
        var wrong = await AskAsync(host, "Bearer first-tokem");
        var longer = await AskAsync(host, "Bearer first-token2");
        var other = await AskAsync(host, $"Bearer {ApiHost.Bob}");

        Assert.Equal("alice", first!.Caller!.Owner.Principal);
        Assert.Same(first, again);
        Assert.Null(wrong!.Caller);
        Assert.Null(longer!.Caller);
        Assert.Equal("bob", other!.Caller!.Owner.Principal);
        Assert.NotSame(first, await AskAsync(host, "Bearer first-token"));
    }

    [Fact]
    public async Task It_ends_when_the_credential_expires()
    {
        await using var host = await StartAsync($"[{Alice}]");
        var first = await AskAsync(host, "Bearer first-token");
        Assert.Same(first, await AskAsync(host, "Bearer first-token"));

        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null((await AskAsync(host, "Bearer first-token"))!.Caller);
    }

    [Fact]
    public async Task It_ends_when_the_credentials_change()
    {
        await using var host = await StartAsync($"[{Alice}]");
        var first = await AskAsync(host, "Bearer first-token");
        Assert.Same(first, await AskAsync(host, "Bearer first-token"));

        File.WriteAllText(file, "[]");
        Assert.True(host.Services.GetRequiredService<CredentialStore>().Reload());

        Assert.Null((await AskAsync(host, "Bearer first-token"))!.Caller);
    }

    private Task<ApiHost> StartAsync(string credentials)
    {
        File.WriteAllText(file, credentials);
        return ApiHost.StartAsync(new() { ["A2A:CredentialsFile"] = file }, time, services => services.AddSingleton<IStartupFilter>(spy));
    }

    /// <summary>One after the other: the client keeps one connection.</summary>
    private async Task<Login?> AskAsync(ApiHost host, string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tasks");
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return await spy.NextAsync();
    }

    /// <summary>Sees what each request came to.</summary>
    private sealed class Spy : IStartupFilter
    {
        private readonly Channel<Login?> seen = Channel.CreateBounded<Login?>(16);

        public Task<Login?> NextAsync() => seen.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WithLimitAsync("The end of the request");

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, rest) =>
            {
                await rest(http);
                Assert.True(seen.Writer.TryWrite(http.Features.Get<Login>()));
            });
            next(app);
        };
    }
}

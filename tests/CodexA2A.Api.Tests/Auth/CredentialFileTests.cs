using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CodexA2A.Api.Auth;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Api.Tests.Auth;

public sealed class CredentialFileTests : IDisposable
{
    private const string First = """{"id":"first","scheme":"bearer","token":"first-token","principal":"alice"}""";
    private const string Second = """{"id":"second","scheme":"bearer","token":"second-token","principal":"alice"}""";

    private readonly string folder = Directory.CreateTempSubdirectory("a2a-credentials-").FullName;

    private string File => Path.Combine(folder, "credentials.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_token_is_changed_without_a_restart_and_nobody_is_shut_out_on_the_way()
    {
        Write(First);
        await using var host = await StartAsync();
        Assert.Equal((true, false), await AskAsync(host));
        // What Kubernetes does: another file takes its place.
        System.IO.File.WriteAllText(File + ".new", $"[{First},{Second}]");
        System.IO.File.Move(File + ".new", File, overwrite: true);
        Assert.True(Store(host).Reload());
        Assert.Equal((true, true), await AskAsync(host));
        Write(Second);
        Assert.True(Store(host).Reload());
        Assert.Equal((false, true), await AskAsync(host));
        // Those of the settings were there all the time.
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, ApiHost.Alice));
    }

    [Fact]
    public async Task A_change_is_noticed_without_anybody_asking()
    {
        Write(First);
        await using var host = await ApiHost.StartAsync(new() { ["A2A:CredentialsFile"] = File });
        var noticed = new TaskCompletionSource();
        await using var registration = Store(host).Replaced.Register(noticed.SetResult);
        Write(Second);
        await noticed.Task.WithLimitAsync("The changed file in force");
        Assert.Equal((false, true), await AskAsync(host));
    }

    [Theory]
    [InlineData("{", "is not a JSON array")]
    [InlineData("[{}]", "scheme must be")]
    [InlineData("", "is empty")]
    [InlineData(null, "cannot be read")]
    public async Task A_broken_file_changes_nothing_and_is_told_in_the_details(string? content, string problem)
    {
        Write(First);
        await using var host = await StartAsync();
        var store = Store(host);
        if (content is null) System.IO.File.Delete(File);
        else System.IO.File.WriteAllText(File, content);
        Assert.False(store.Reload());
        Assert.Equal((true, false), await AskAsync(host));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, null, "/ready"));
        using var request = Request("first-token", "/health");
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var check = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["checks"]!["credentials"]!;
        Assert.Equal("Degraded", (string)check["status"]!);
        Assert.Contains(problem, (string)check["description"]!, StringComparison.Ordinal);
        Write(First);
        Assert.False(store.Reload());
        Assert.Null(store.Problem);
    }

    [Fact]
    public async Task A_service_does_not_start_with_a_broken_file()
    {
        var missing = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(new() { ["A2A:CredentialsFile"] = File }));
        Assert.Contains("A2A:CredentialsFile: ", missing.Message, StringComparison.Ordinal);
        Write("""{"scheme":"bearer","token":"short","principal":"alice"}""");
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(new() { ["A2A:CredentialsFile"] = File }));
        Assert.Contains("A2A:CredentialsFile[0]: the token is shorter", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheme_that_a_file_brings_is_on_the_card_at_once()
    {
        Write(First);
        await using var host = await StartAsync();
        var before = await CardAsync(host);
        Assert.Null(before["securitySchemes"]!["apiKeyAuth"]);
        Write("""{"scheme":"apikey","token":"key-of-a-machine","principal":"machine"}""");
        Assert.True(Store(host).Reload());
        Assert.Equal("X-API-Key", (string)(await CardAsync(host))["securitySchemes"]!["apiKeyAuth"]!["apiKeySecurityScheme"]!["name"]!);
    }

    [Fact]
    public async Task A_credential_ends_in_its_second_and_with_it_what_is_open()
    {
        var time = new FakeTimeProvider(new(2027, 1, 31, 11, 59, 0, TimeSpan.Zero));
        Write("""{"scheme":"bearer","token":"first-token","principal":"alice","expires":"2027-01-31T12:00:00Z"}""");
        await using var host = await ApiHost.StartAsync(new() { ["A2A:CredentialsFile"] = File }, time);
        using var open = await OpenAsync(host, "first-token");
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, "first-token"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(host, "first-token"));
        await EndAsync(open);
    }

    [Fact]
    public async Task What_is_open_with_a_token_ends_when_it_is_taken_out_and_not_when_another_is()
    {
        Write($"{First},{Second}");
        await using var host = await StartAsync();
        var store = Store(host);
        using var open = await OpenAsync(host, "first-token");
        Write(First);
        Assert.True(store.Reload());
        var more = EndAsync(open);
        Assert.False(more.IsCompleted);
        Write(Second);
        Assert.True(store.Reload());
        await more;
    }

    /// <summary>By a clock that stands still, so that the file is read only when the test says so.</summary>
    private Task<ApiHost> StartAsync() => ApiHost.StartAsync(new() { ["A2A:CredentialsFile"] = File }, new FakeTimeProvider(DateTimeOffset.UtcNow));

    private static CredentialStore Store(ApiHost host) => host.Services.GetRequiredService<CredentialStore>();

    private void Write(string items) => System.IO.File.WriteAllText(File, $"[{items}]");

    /// <summary>A stream that is silent: it follows a task that nobody works on.</summary>
    private static async Task<HttpResponseMessage> OpenAsync(ApiHost host, string token)
    {
        var task = await host.SubmitAsync();
        using var request = Request(token, $"/tasks/{task.TaskId}:subscribe", HttpMethod.Post);
        var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }

    private static async Task EndAsync(HttpResponseMessage open) =>
        await Assert.ThrowsAnyAsync<Exception>(() => open.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).WithLimitAsync("The end of the stream"));

    private static async Task<JsonNode> CardAsync(ApiHost host) =>
        JsonNode.Parse(await host.Http.GetStringAsync(new Uri("/.well-known/agent-card.json", UriKind.Relative), TestContext.Current.CancellationToken))!;

    private static async Task<(bool First, bool Second)> AskAsync(ApiHost host) =>
        (await AskAsync(host, "first-token") == HttpStatusCode.OK, await AskAsync(host, "second-token") == HttpStatusCode.OK);

    private static async Task<HttpStatusCode> AskAsync(ApiHost host, string? token, string path = "/tasks")
    {
        using var request = Request(token, path);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static HttpRequestMessage Request(string? token, string path, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}

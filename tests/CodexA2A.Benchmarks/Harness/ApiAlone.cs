using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CodexA2A.Benchmarks.Harness;

/// <summary>An Api in this process over some seam and without a runner, so that a task stays as it was submitted.</summary>
internal sealed class ApiAlone : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiAlone(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Starts one on a free port.</summary>
    /// <param name="addSeam">Adds the seam.</param>
    /// <param name="redis">How Redis is reached; null without one.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<ApiAlone> StartAsync(
        Action<IServiceCollection> addSeam, string? redis, KeyValuePair<string, string?>[] settings, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("A2A:Port", "0"), new("ConnectionStrings:redis", redis), .. settings]);
        addSeam(builder.Services);
        builder.AddCodexA2AApi();
        var app = builder.Build();
        app.MapCodexA2AApi();
        await app.StartAsync(cancellationToken);
        return new ApiAlone(app);
    }

    /// <summary>A request of whoever has the token; of nobody without one.</summary>
    public static HttpRequestMessage Request(HttpMethod method, string path, string? token)
    {
        var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("A2A-Version", "1.0");
        return request;
    }

    /// <summary>Submits a message; the task's id.</summary>
    public async Task<string> SubmitAsync(string? token, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address };
        var message = new JsonObject
        {
            ["message"] = new JsonObject { ["messageId"] = "m-1", ["role"] = "ROLE_USER", ["parts"] = new JsonArray(new JsonObject { ["text"] = "hello" }) },
            ["configuration"] = new JsonObject { ["returnImmediately"] = true },
        };
        using var request = Request(HttpMethod.Post, "/message:send", token);
        request.Content = new StringContent(message.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return answer.RootElement.GetProperty("task").GetProperty("id").GetString()!;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}

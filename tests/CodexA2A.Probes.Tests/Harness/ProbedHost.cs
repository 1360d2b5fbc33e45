using CodexA2A.Api;
using CodexA2A.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CodexA2A.Probes.Tests.Harness;

/// <summary>The service on a socket of this machine.</summary>
internal sealed class ProbedHost : IAsyncDisposable
{
    public const string Secret = "a-token-of-the-probes";

    private readonly WebApplication _app;
    private readonly string _folder;

    private ProbedHost(WebApplication app, string folder) => (_app, _folder) = (app, folder);

    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>Starts it.</summary>
    /// <param name="anonymous">Whether everybody of this machine may call; else who has the token.</param>
    public static async Task<ProbedHost> StartAsync(bool anonymous)
    {
        var folder = Directory.CreateTempSubdirectory("a2a-probes-").FullName;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["A2A:Port"] = "0",
            [anonymous ? "A2A:AllowAnonymous" : "A2A:BearerToken"] = anonymous ? "true" : Secret,
        });
        builder.Services.AddInProcessSeam(Path.Combine(folder, "data"));
        builder.AddCodexA2AApi();
        var app = builder.Build();
        app.MapCodexA2AApi();
        await app.StartAsync(TestContext.Current.CancellationToken).WithLimitAsync("The start of the service");
        return new ProbedHost(app, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().WithLimitAsync("The end of the service");
        Directory.Delete(_folder, recursive: true);
    }
}

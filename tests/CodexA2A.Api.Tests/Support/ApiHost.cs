using CodexA2A.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CodexA2A.Api.Tests.Support;

/// <summary>The service on a real socket of this machine, over the seam of one process in a folder of its own.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Alice = "alice-secret-token";
    public const string Bob = "bob-secret-token-2";

    private readonly WebApplication app;
    private readonly string folder;

    private ApiHost(WebApplication app, string folder)
    {
        this.app = app;
        this.folder = folder;
        BaseUrl = app.Urls.First();
        Http = new HttpClient { BaseAddress = new Uri(BaseUrl), Timeout = TimeSpan.FromSeconds(60) };
        Runner = new ScriptedRunner(Queue, Log);
    }

    public string BaseUrl { get; }

    /// <summary>Where gRPC is, with <c>A2A:GrpcPort</c>.</summary>
    public string GrpcUrl => app.Urls.Last();

    public HttpClient Http { get; }

    public ScriptedRunner Runner { get; }

    public ITaskLog Log => app.Services.GetRequiredService<ITaskLog>();

    public ITurnQueue Queue => app.Services.GetRequiredService<ITurnQueue>();

    public IServiceProvider Services => app.Services;

    public static Owner OwnerOf(string principal) => new("", principal);

    public static async Task<ApiHost> StartAsync(
        Dictionary<string, string?>? settings = null, TimeProvider? time = null, Action<IServiceCollection>? services = null, bool tokens = true)
    {
        var folder = Directory.CreateTempSubdirectory("a2a-api-").FullName;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["A2A:Port"] = "0",
        });
        if (tokens)
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["A2A:BearerTokens:alice"] = Alice,
                ["A2A:BearerTokens:bob"] = Bob,
            });
        }

        builder.Configuration.AddInMemoryCollection(settings ?? []);
        if (time is not null) builder.Services.AddSingleton(time);
        builder.Services.AddInProcessSeam(Path.Combine(folder, "data"));
        builder.AddCodexA2AApi();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapCodexA2AApi();
        await app.StartAsync(TestContext.Current.CancellationToken).WithLimitAsync("The start of the service");
        return new ApiHost(app, folder);
    }

    /// <summary>Stops as a signal does: told first, then stopped.</summary>
    public Task StopAsync()
    {
        app.Lifetime.StopApplication();
        return app.StopAsync().WithLimitAsync("The end of the service");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync().WithLimitAsync("The end of the service");
        Directory.Delete(folder, recursive: true);
    }
}

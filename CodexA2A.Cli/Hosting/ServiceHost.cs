using CodexA2A.Api;
using CodexA2A.Cli.Configuration;
using CodexA2A.Runner;
using CodexA2A.ServiceDefaults;
using CodexA2A.Tasks;
using Microsoft.Extensions.Configuration.Memory;

namespace CodexA2A.Cli.Hosting;

/// <summary>Api and Runner in one process, over the seam of one process (docs/architecture.md).</summary>
internal static class ServiceHost
{
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
    };

    /// <summary>Puts the service together.</summary>
    /// <param name="settings">What the environment's short names and the command line say; wins over the environment's long names.</param>
    public static WebApplication Build(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        builder.Configuration.AddInMemoryCollection(settings);
        var data = DataFolder.Choose(builder.Configuration["A2A:DataDirectory"]);
        builder.Configuration.AddInMemoryCollection(
        [
            new("A2A:DataDirectory", data),
            new("Codex:DataDirectory", builder.Configuration["Codex:DataDirectory"] ?? data),
        ]);

        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.AddServiceDefaults();
        builder.AddCodexA2AApi(shortNames: false);
        builder.Services.AddInProcessSeam(data);
        builder.Services.AddCodexA2ARunner(builder.Configuration);

        var app = builder.Build();
        app.MapCodexA2AApi();
        return app;
    }
}

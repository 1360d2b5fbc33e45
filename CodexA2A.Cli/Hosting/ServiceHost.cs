using CodexA2A.Api;
using CodexA2A.Api.Hosting;
using CodexA2A.Cli.Configuration;
using CodexA2A.Runner;
using CodexA2A.ServiceDefaults;
using CodexA2A.Tasks;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace CodexA2A.Cli.Hosting;

/// <summary>Api and Runner in one process, over the seam of one process (docs/architecture.md).</summary>
internal static class ServiceHost
{
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        // What a probe finds is in its answer, and whoever found it first has logged it.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService"] = "Critical",
        // A failed start is told in a line, not by a stack trace before it; that a part died later is logged as critical.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
    };

    private static readonly string[] WorkspaceKeys = ["Runner:WorkspaceRoot", "A2A:WorkspaceRoot"];

    /// <summary>Puts the service together, with settings that <see cref="Check"/> has let through: the host itself would name the mistakes of one section only.</summary>
    /// <param name="settings">What the environment's short names and the command line say; wins over the environment's long names.</param>
    public static WebApplication Build(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = Configure(settings);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.AddServiceDefaults();
        builder.AddCodexA2AApi(shortNames: false);
        builder.Services.AddInProcessSeam(builder.Configuration["A2A:DataDirectory"]!);
        builder.Services.AddCodexA2ARunner(builder.Configuration);
        var app = builder.Build();
        app.MapCodexA2AApi();
        return app;
    }

    /// <summary>What is wrong with the settings, a line each; none when the service would start. Nothing is started for it.</summary>
    public static IReadOnlyList<string> FindMistakes(IReadOnlyDictionary<string, string?> settings)
    {
        using var configuration = Configure(settings).Configuration;
        return [.. TwoWorkspaces(configuration), .. SettingMistakes.Find(configuration, configuration["A2A:DataDirectory"]!)];
    }

    /// <summary>Refuses settings that the service cannot start with, before anything is installed or started.</summary>
    /// <exception cref="OptionsValidationException">It names every mistake.</exception>
    public static void Check(IReadOnlyDictionary<string, string?> settings)
    {
        if (FindMistakes(settings) is { Count: > 0 } mistakes)
        {
            throw new OptionsValidationException(nameof(settings), typeof(A2AOptions), mistakes);
        }
    }

    private static WebApplicationBuilder Configure(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        // First of all: no appsettings.json beside the executable decides anything, and no watcher of one stays.
        ApiHosting.RemoveHostsFiles(builder.Configuration);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        builder.Configuration.AddInMemoryCollection(settings);
        var data = DataFolder.Choose(builder.Configuration["A2A:DataDirectory"]);
        // Api and Runner work in the same folder here, so the one setting holds for both: without it the Api would take a folder that the Runner refuses.
        var root = GivenWorkspaces(builder.Configuration).FirstOrDefault(Environment.CurrentDirectory);
        builder.Configuration.AddInMemoryCollection(
        [
            new("A2A:DataDirectory", data),
            new("Codex:DataDirectory", builder.Configuration["Codex:DataDirectory"] ?? data),
            .. WorkspaceKeys.Select(key => KeyValuePair.Create(key, (string?)(builder.Configuration[key] is { Length: > 0 } given ? Path.GetFullPath(given) : root))),
        ]);
        return builder;
    }

    private static string[] GivenWorkspaces(ConfigurationManager configuration) => [.. WorkspaceKeys.Select(key => configuration[key])
        .Where(path => !string.IsNullOrEmpty(path)).Select(path => Path.GetFullPath(path!)).Distinct()];

    private static string[] TwoWorkspaces(ConfigurationManager configuration) => GivenWorkspaces(configuration).Length > 1
        ? ["Runner:WorkspaceRoot and A2A:WorkspaceRoot name different folders. Remove one of them; it holds for both."]
        : [];
}

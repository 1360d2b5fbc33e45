using CodexA2A.Api;
using CodexA2A.Api.Hosting;
using CodexA2A.Cli.Configuration;
using CodexA2A.Cli.Conformance;
using CodexA2A.Runner;
using CodexA2A.Runner.AppServer;
using CodexA2A.ServiceDefaults;
using CodexA2A.ServiceDefaults.Hosting;
using CodexA2A.Tasks;
using CodexA2A.Tasks.Redis;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace CodexA2A.Cli.Hosting;

/// <summary>Api and Runner in one process or one of them alone, over the seam of one process or over Redis (docs/architecture.md).</summary>
internal static class ServiceHost
{
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        // How a drain goes on is what whoever stops a runner waits for.
        ["Logging:LogLevel:CodexA2A.Runner.Turns.TurnWorker"] = "Information",
        // What a probe finds is in its answer, and whoever found it first has logged it.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService"] = "Critical",
        // A failed start is told in a line, not by a stack trace before it; that a part died later is logged as critical.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
    };

    private static readonly string[] WorkspaceKeys = ["Runner:WorkspaceRoot", "A2A:WorkspaceRoot"];

    /// <summary>Puts the service together, with settings that <see cref="Check"/> has let through: the host itself would name the mistakes of one section only.</summary>
    /// <param name="settings">What the environment's short names and the command line say; wins over the environment's long names.</param>
    /// <param name="form">Its parts.</param>
    public static WebApplication Build(IReadOnlyDictionary<string, string?> settings, ServiceForm form)
    {
        var builder = Configure(settings, form);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.AddServiceDefaults(form.Name);
        if (form.HasApi)
        {
            builder.AddCodexA2AApi(shortNames: false);
        }

        builder.Services.AddSeam(form, builder.Configuration["A2A:DataDirectory"]!);
        if (!form.HasApi)
        {
            builder.AddCodexA2ARunner(shortNames: false);
            return builder.Build().MapCodexA2ARunner();
        }

        if (form.HasRunner)
        {
            builder.Services.AddCodexA2ARunner(builder.Configuration);
        }
        else if (form.IsConformance)
        {
            builder.Services.AddConformanceAgent();
        }

        return builder.Build().MapCodexA2AApi();
    }

    /// <summary>The one seam that the form asks for.</summary>
    internal static IServiceCollection AddSeam(this IServiceCollection services, ServiceForm form, string dataDirectory) =>
        form.OverRedis ? services.AddRedisSeam() : services.AddInProcessSeam(dataDirectory);

    /// <summary>What is wrong with the settings, a line each; none when the service would start. Nothing is started for it.</summary>
    public static IReadOnlyList<string> FindMistakes(IReadOnlyDictionary<string, string?> settings, ServiceForm form)
    {
        var builder = Configure(settings, form);
        using var configuration = builder.Configuration;
        return [.. form.IsConformance ? ConformanceProfile.Mistakes(builder.Environment, form.OverRedis) : [], .. TwoWorkspaces(configuration), .. TwoSandboxes(configuration), .. NotAFleet(configuration, form), .. SettingMistakes.Find(configuration, form, configuration["A2A:DataDirectory"]!)];
    }

    /// <summary>Refuses settings that the service cannot start with, before anything is installed or started.</summary>
    /// <exception cref="OptionsValidationException">It names every mistake.</exception>
    public static void Check(IReadOnlyDictionary<string, string?> settings, ServiceForm form)
    {
        if (FindMistakes(settings, form) is { Count: > 0 } mistakes)
        {
            throw new OptionsValidationException(nameof(settings), typeof(A2AOptions), mistakes);
        }
    }

    private static WebApplicationBuilder Configure(IReadOnlyDictionary<string, string?> settings, ServiceForm form)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        // First of all: no appsettings.json beside the executable decides anything, and no watcher of one stays.
        HostFiles.Remove(builder.Configuration);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = form.IsConformance ? Defaults.Concat(ConformanceProfile.Defaults) : Defaults });
        builder.Configuration.AddInMemoryCollection(settings);
        var data = DataFolder.Choose(builder.Configuration["A2A:DataDirectory"]);
        // Api and Runner work in the same folder here, so the one setting holds for both: without it the Api would take a folder that
        // the Runner refuses. An Api alone knows no folder unless one is named: the runners' may be elsewhere.
        var root = GivenWorkspaces(builder.Configuration).FirstOrDefault() ?? (form.HasRunner ? Environment.CurrentDirectory : null);
        var sandbox = builder.Configuration["Codex:SandboxMode"];
        builder.Configuration.AddInMemoryCollection(
        [
            new("A2A:DataDirectory", data),
            new("Codex:DataDirectory", builder.Configuration["Codex:DataDirectory"] ?? data),
            // The card names the sandbox of the turns that run here; a wrong one is told once.
            new("A2A:SandboxMode", builder.Configuration["A2A:SandboxMode"] ?? (form.HasRunner && SandboxModes.IsKnown(sandbox) ? sandbox : null)),
            .. WorkspaceKeys.Select(key => KeyValuePair.Create(key, (string?)(builder.Configuration[key] is { Length: > 0 } given ? Path.GetFullPath(given) : root))),
        ]);
        return builder;
    }

    private static string[] GivenWorkspaces(ConfigurationManager configuration) => [.. WorkspaceKeys.Select(key => configuration[key])
        .Where(path => !string.IsNullOrEmpty(path)).Select(path => Path.GetFullPath(path!)).Distinct()];

    private static string[] TwoWorkspaces(ConfigurationManager configuration) => GivenWorkspaces(configuration).Length > 1
        ? ["Runner:WorkspaceRoot and A2A:WorkspaceRoot name different folders. Remove one of them; it holds for both."]
        : [];

    private static string[] TwoSandboxes(ConfigurationManager configuration) =>
        configuration["A2A:SandboxMode"] is { Length: > 0 } shown && configuration["Codex:SandboxMode"] is { Length: > 0 } used && shown != used
            ? ["A2A:SandboxMode, which the card shows, and Codex:SandboxMode, which holds, differ. Remove the first; the second is shown by itself."]
            : [];

    private static IEnumerable<string> NotAFleet(ConfigurationManager configuration, ServiceForm form) => form.OverRedis ? [] : ServedPrincipals.Settings
        .Where(key => configuration.GetSection(key).Exists())
        .Select(key => $"{key} says which principals one runner of several serves, and this service is one process that serves all. Remove it, and run a fleet over Redis "
            + "or a service for each (docs/operations.md, \"To keep principals apart\").");
}

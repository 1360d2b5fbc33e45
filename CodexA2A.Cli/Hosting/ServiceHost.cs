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
    };

    private static readonly string[] WorkspaceKeys = ["Runner:WorkspaceRoot", "A2A:WorkspaceRoot"];

    /// <summary>Puts the service together.</summary>
    /// <param name="settings">What the environment's short names and the command line say; wins over the environment's long names.</param>
    public static WebApplication Build(IReadOnlyDictionary<string, string?> settings)
    {
        var app = CreateBuilder(settings).Build();
        // Before the host does it: that would log each mistake with a stack trace.
        Validate(app);
        app.MapCodexA2AApi();
        return app;
    }

    /// <summary>What the start would say about the settings, a line each; none when it would say nothing. Nothing is started for it.</summary>
    public static async Task<IReadOnlyList<string>> FindMistakesAsync(IReadOnlyDictionary<string, string?> settings)
    {
        try
        {
            await using var app = CreateBuilder(settings).Build();
            Validate(app);
            return [];
        }
        catch (Exception e) when (StartFailure.From(e) is { } failure)
        {
            return failure.Message.Split(Environment.NewLine);
        }
    }

    private static void Validate(WebApplication app) => app.Services.GetService<IStartupValidator>()?.Validate();

    private static WebApplicationBuilder CreateBuilder(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        builder.Configuration.AddInMemoryCollection(settings);
        var data = DataFolder.Choose(builder.Configuration["A2A:DataDirectory"]);
        builder.Configuration.AddInMemoryCollection(
        [
            new("A2A:DataDirectory", data),
            new("Codex:DataDirectory", builder.Configuration["Codex:DataDirectory"] ?? data),
            .. OneWorkspace(builder.Configuration),
        ]);

        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.AddServiceDefaults();
        builder.AddCodexA2AApi(shortNames: false);
        builder.Services.AddInProcessSeam(data);
        builder.Services.AddCodexA2ARunner(builder.Configuration);
        return builder;
    }

    /// <summary>Api and Runner work in the same folder here, so the one setting holds for both: without it the Api would take a folder that the Runner refuses.</summary>
    /// <exception cref="OptionsValidationException">Both are given, and differ.</exception>
    private static IEnumerable<KeyValuePair<string, string?>> OneWorkspace(ConfigurationManager configuration)
    {
        var given = WorkspaceKeys.Select(key => configuration[key]).Where(path => !string.IsNullOrEmpty(path))
            .Select(path => Path.GetFullPath(path!)).Distinct().ToArray();
        if (given.Length > 1)
        {
            throw new OptionsValidationException("WorkspaceRoot", typeof(A2AOptions),
                ["Runner:WorkspaceRoot and A2A:WorkspaceRoot name different folders. Remove one of them; it holds for both."]);
        }

        var root = given.FirstOrDefault(Environment.CurrentDirectory);
        return WorkspaceKeys.Select(key => KeyValuePair.Create(key, (string?)root));
    }
}

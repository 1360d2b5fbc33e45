using CodexA2A.Cli.Configuration;
using CodexA2A.ScriptedModel;
using CodexA2A.ScriptedModel.Codex;

namespace CodexA2A.Cli.Hosting;

/// <summary>A scripted model at work, and a Codex home that asks it instead of OpenAI.</summary>
internal sealed class ScriptedCodex : IAsyncDisposable
{
    /// <summary>What tasks, card and probes say about where the answers come from.</summary>
    public const string Source = "scripted";

    private readonly ScriptedModelServer model;

    private ScriptedCodex(ScriptedModelServer model, string home, string name)
    {
        this.model = model;
        Settings = new Dictionary<string, string?>
        {
            ["Codex:Home"] = home,
            ["Codex:Model"] = name,
            ["A2A:ModelSource"] = Source,
            ["Runner:ModelSource"] = Source,
        };
    }

    /// <summary>What the service must know to use it.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Starts the model on a free port and writes the Codex home below <paramref name="dataFolder"/>.</summary>
    /// <param name="dataFolder">The data folder of the service.</param>
    /// <param name="scripts">A folder of further scenarios, or null.</param>
    /// <param name="wanted">The model that is configured; one that is not scripted, as a setting for every day names it, is passed over.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<ScriptedCodex> StartAsync(string dataFolder, string? scripts, string? wanted, CancellationToken cancellationToken)
    {
        var model = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { ScriptFolder = scripts }, cancellationToken);
        try
        {
            var home = DataFolder.Make(Path.Combine(dataFolder, "scripted-home"));
            var name = wanted is CodexConfig.CodeModel ? wanted : CodexConfig.DirectModel;
            await (CodexConfig.For(model, home) with { Model = name }).WriteHomeAsync(home, cancellationToken);
            return new ScriptedCodex(model, home, name);
        }
        catch
        {
            await model.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => model.DisposeAsync();
}

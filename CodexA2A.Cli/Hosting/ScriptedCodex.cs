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

    private ScriptedCodex(ScriptedModelServer model, string home)
    {
        this.model = model;
        Settings = new Dictionary<string, string?>
        {
            ["Codex:Home"] = home,
            ["Codex:Model"] = CodexConfig.DirectModel,
            ["A2A:ModelSource"] = Source,
            ["Runner:ModelSource"] = Source,
        };
    }

    /// <summary>What the service must know to use it.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Starts the model on a free port and writes the Codex home below <paramref name="dataFolder"/>.</summary>
    public static async Task<ScriptedCodex> StartAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var model = await ScriptedModelServer.StartAsync(new ScriptedModelOptions(), cancellationToken);
        try
        {
            var home = DataFolder.Make(Path.Combine(dataFolder, "scripted-home"));
            await CodexConfig.For(model, home).WriteHomeAsync(home, cancellationToken);
            return new ScriptedCodex(model, home);
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

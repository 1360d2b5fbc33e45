using CodexA2A.ScriptedModel.Codex;

namespace CodexA2A.Benchmarks.Harness;

/// <summary>The scripted model in a process of its own, so that it costs every lane the same.</summary>
internal sealed class ModelProcess : IAsyncDisposable
{
    private readonly Child _child;
    private readonly CodexConfig _config;

    private ModelProcess(Child child, CodexConfig config)
    {
        _child = child;
        _config = config;
    }

    public int Pid => _child.Pid;

    public static async Task<ModelProcess> StartAsync(BenchFolder folder, CancellationToken cancellationToken)
    {
        const string Marker = "listens on ";
        var catalog = Path.Combine(folder.New("model"), CodexConfig.CatalogFileName);
        var child = Child.Start(Places.Model, ["--catalog", catalog], folder.Home, awaited: line => line.Contains(Marker, StringComparison.Ordinal));
        var line = await child.LineAsync(cancellationToken);
        var address = new Uri(line[(line.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)..].Trim());
        return new ModelProcess(child, new CodexConfig { BaseAddress = address, CatalogPath = catalog });
    }

    /// <summary>A new CODEX_HOME that asks this model.</summary>
    public async Task<string> NewHomeAsync(BenchFolder folder, CancellationToken cancellationToken)
    {
        var home = folder.New("codex-home");
        await (_config with { CatalogPath = Path.Combine(home, CodexConfig.CatalogFileName) }).WriteHomeAsync(home, cancellationToken);
        return home;
    }

    public ValueTask DisposeAsync() => _child.DisposeAsync();
}

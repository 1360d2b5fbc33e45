using CodexA2A.ScriptedModel;
using CodexA2A.ScriptedModel.Codex;
using CodexA2A.Testing;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>One service under test with its scripted model, folders and client; the service can be killed and started again.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly RedisServer? _redis;
    private readonly ServiceProcess? _api;

    private Stage(ScriptedModelServer model, TestFolder folder, ServiceProcess service, RedisServer? redis, ServiceProcess? api)
    {
        (Model, Folder, Service, _redis, _api) = (model, folder, service, redis, api);
        Client = new A2AHttp((api ?? service).Address);
    }

    public ScriptedModelServer Model { get; }

    public TestFolder Folder { get; }

    /// <summary>The process that runs turns.</summary>
    public ServiceProcess Service { get; }

    public A2AHttp Client { get; }

    /// <summary>Starts everything.</summary>
    /// <param name="settings">Settings of the service, as environment variables.</param>
    /// <param name="toml">More lines for Codex's config.toml.</param>
    /// <param name="script">The text of a script that the message <c>#script</c> plays.</param>
    /// <param name="form">Of which processes it is made.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<Stage> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        string? toml = null,
        string? script = null,
        StageForm form = StageForm.OneProcess,
        CancellationToken cancellationToken = default)
    {
        var folder = new TestFolder();
        if (script is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Scripts, "script.script"), script, cancellationToken);
        }

        var model = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { ScriptFolder = folder.Scripts }, cancellationToken);
        await CodexConfig.For(model, folder.CodexHome).WriteHomeAsync(folder.CodexHome, cancellationToken, toml);
        settings ??= new Dictionary<string, string?>();
        if (form == StageForm.OneProcess)
        {
            var one = new ServiceProcess(folder, settings);
            await one.StartAsync(cancellationToken);
            return new Stage(model, folder, one, null, null);
        }

        var redis = await RedisServer.StartAsync();
        settings = new Dictionary<string, string?> { ["ConnectionStrings__redis"] = redis.ConnectionString, ["A2A__Seam__LeaseTime"] = "00:00:02" }
            .Concat(settings).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value);
        var (api, runner) = (new ServiceProcess(folder, settings, "api"), new ServiceProcess(folder, settings, "runner"));
        await Task.WhenAll(api.StartAsync(cancellationToken), runner.StartAsync(cancellationToken));
        return new Stage(model, folder, runner, redis, api);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Service.DisposeAsync();
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        await Model.DisposeAsync();
        Folder.Dispose();
    }
}

/// <summary>The stage that tests share which neither kill the service nor change its settings.</summary>
public sealed class SharedStage : IAsyncLifetime
{
    internal Stage Stage { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stage = await Stage.StartAsync(
        // The workspace is below the temporary folder, which the sandbox would otherwise let the agent write.
        toml: "sandbox_workspace_write.exclude_slash_tmp = true\nsandbox_workspace_write.exclude_tmpdir_env_var = true\n",
        cancellationToken: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Stage.DisposeAsync();
}

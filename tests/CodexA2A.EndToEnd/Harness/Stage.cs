using CodexA2A.ScriptedModel;
using CodexA2A.ScriptedModel.Codex;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>One service under test with its scripted model, folders and client; the service can be killed and started again.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private Stage(ScriptedModelServer model, TestFolder folder, ServiceProcess service, FleetStage? fleet)
    {
        (Model, Folder, Service, Fleet) = (model, folder, service, fleet);
        Client = new A2AHttp((fleet?.Apis[0] ?? service).Address);
    }

    public ScriptedModelServer Model { get; }

    public TestFolder Folder { get; }

    /// <summary>The process that runs turns.</summary>
    public ServiceProcess Service { get; }

    public A2AHttp Client { get; }

    /// <summary>The fleet that it is; null of one process.</summary>
    public FleetStage? Fleet { get; }

    /// <summary>Starts everything.</summary>
    /// <param name="settings">Settings of the service, as environment variables.</param>
    /// <param name="toml">More lines for Codex's config.toml; <c>{home}</c> stands for the folder that it is in.</param>
    /// <param name="script">The text of a script that the message <c>#script</c> plays.</param>
    /// <param name="form">Of which processes it is made.</param>
    /// <param name="secrets">A folder of secrets of a service that is one process.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<Stage> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        string? toml = null,
        string? script = null,
        StageForm form = StageForm.OneProcess,
        string? secrets = null,
        CancellationToken cancellationToken = default)
    {
        if (form == StageForm.Fleet)
        {
            var fleet = await FleetStage.StartAsync(1, FleetStage.Alike(1), settings, script, cancellationToken: cancellationToken);
            return new Stage(fleet.Model, fleet.Folder, fleet.Runners[0], fleet);
        }

        var folder = new TestFolder();
        if (script is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Scripts, "script.script"), script, cancellationToken);
        }

        var model = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { ScriptFolder = folder.Scripts }, cancellationToken);
        await CodexConfig.For(model, folder.CodexHome).WriteHomeAsync(folder.CodexHome, cancellationToken, toml?.Replace("{home}", folder.CodexHome, StringComparison.Ordinal));
        var service = new ServiceProcess(folder, settings ?? new Dictionary<string, string?>()) { Secrets = secrets };
        await service.StartAsync(cancellationToken);
        return new Stage(model, folder, service, null);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (Fleet is not null)
        {
            await Fleet.DisposeAsync();
            return;
        }

        await Service.DisposeAsync();
        await Model.DisposeAsync();
        Folder.Dispose();
    }
}

/// <summary>The stage that tests share which neither kill the service nor change its settings.</summary>
public sealed class SharedStage : IAsyncLifetime
{
    internal Stage Stage { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stage = await Stage.StartAsync(
        new Dictionary<string, string?> { ["A2A__GrpcPort"] = "0", ["Push__AllowedHosts"] = "127.0.0.1" },
        // The workspace is below the temporary folder, which the sandbox would otherwise let the agent write.
        toml: "sandbox_workspace_write.exclude_slash_tmp = true\nsandbox_workspace_write.exclude_tmpdir_env_var = true\n",
        cancellationToken: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Stage.DisposeAsync();
}

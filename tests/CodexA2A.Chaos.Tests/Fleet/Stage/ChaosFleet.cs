using CodexA2A.Chaos.Tests.Fleet.Turns;
using CodexA2A.Chaos.Tests.Volume;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.ScriptedModel;
using CodexA2A.ScriptedModel.Codex;
using CodexA2A.Testing;
using StackExchange.Redis;

namespace CodexA2A.Chaos.Tests.Fleet.Stage;

/// <summary>Two Apis, three runners of one Codex home, Redis: each a process. The tests of a class share it, and leave it as they found it.</summary>
public sealed class ChaosFleet : IAsyncLifetime
{
    private const int ApiCount = 2;
    private const int RunnerCount = 3;

    private readonly HashSet<int> _runnerIds = [];
    private readonly TestFolder _folder = new();
    private ConnectionMultiplexer? _store;

    internal RedisServer Redis { get; private set; } = null!;

    internal ScriptedModelServer Model { get; private set; } = null!;

    internal HoldingCodex Codex { get; private set; } = null!;

    internal IReadOnlyList<ServiceProcess> Apis { get; private set; } = [];

    internal IReadOnlyList<ServiceProcess> Runners { get; private set; } = [];

    internal string Workspace => _folder.Workspace;

    internal string CodexHome => _folder.CodexHome;

    /// <summary>The store, past everything that is under test.</summary>
    internal IDatabase Store => _store!.GetDatabase();

    internal ConnectionMultiplexer Admin => _store!;

    /// <summary>What all processes printed, for the message of a failing test.</summary>
    internal string Output => string.Join('\n', Apis.Select(api => $"-- api\n{api.Output}").Concat(Runners.Select(runner => $"-- runner\n{runner.Output}")));

    public async ValueTask InitializeAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        try
        {
            TurnFiles.Prepare(_folder.Workspace);
            Codex = new HoldingCodex(Path.GetDirectoryName(_folder.Workspace)!);
            Model = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { DefaultScenario = TurnText.Scenario }, [TurnPlay.Scenario], stop);
            await CodexConfig.For(Model, _folder.CodexHome).WriteHomeAsync(_folder.CodexHome, stop);
            Redis = await RedisServer.StartAsync();
            _store = await ConnectionMultiplexer.ConnectAsync(Redis.ConnectionString + ",abortConnect=false");
            var settings = Settings();
            Apis = [.. Enumerable.Range(0, ApiCount).Select(_ => new ServiceProcess(_folder, settings, "api"))];
            Runners = [.. Enumerable.Range(0, RunnerCount).Select(_ => new ServiceProcess(_folder, settings, "runner"))];
            await Task.WhenAll(Apis.Concat(Runners).Select(process => StartAsync(process, stop)));
        }
        catch
        {
            await EndAsync();
            throw;
        }
    }

    /// <summary>Starts a process, the first time or again.</summary>
    internal async Task StartAsync(ServiceProcess process, CancellationToken stop)
    {
        await process.StartAsync(stop);
        if (Runners.Contains(process))
        {
            lock (_runnerIds)
            {
                _runnerIds.Add(process.ProcessId);
            }
        }
    }

    /// <summary>Asks everything to end; fails when a process is left then.</summary>
    public async ValueTask DisposeAsync()
    {
        var left = "";
        try
        {
            foreach (var process in Runners.Concat(Apis))
            {
                await process.AskToStopAsync(CancellationToken.None);
            }

            await Task.WhenAll(Runners.Concat(Apis).Select(process => process.EndAsync(CancellationToken.None)));
            await Redis.KillAsync();
            await Waiting.ForAsync(() => (left = string.Join('\n', LeftOver.Of(Path.GetDirectoryName(_folder.Workspace)!, _runnerIds))).Length == 0, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Processes are left over:\n{left}\n{Output}");
        }
        finally
        {
            await EndAsync();
        }
    }

    private async Task EndAsync()
    {
        foreach (var process in Apis.Concat(Runners))
        {
            await process.DisposeAsync();
        }

        await (_store?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Model?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    private Dictionary<string, string?> Settings()
    {
        var settings = new SeamPlace(Redis.ConnectionString).Settings(hints: true)
            .Select(setting => setting.Split('=', 2))
            .ToDictionary(pair => pair[0].Replace(":", "__", StringComparison.Ordinal), pair => (string?)pair[1]);
        settings["Codex__Executable"] = Codex.Executable;
        settings["Runner__DrainTimeout"] = "00:00:03";
        settings["Runner__MaxTurns"] = "128";
        return settings;
    }
}

using System.Text.Json.Nodes;
using CodexA2A.ScriptedModel;
using CodexA2A.ScriptedModel.Codex;
using CodexA2A.ScriptedModel.Gates;
using CodexA2A.Testing;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>Several Apis and several runners of one Codex home, each a process, over one Redis. Any of them can be killed and started again.</summary>
internal sealed class FleetStage : IAsyncDisposable
{
    /// <summary>What the runners' management ports ask for.</summary>
    public const string ManagementToken = "management-0123456789abcdef";

    /// <summary>A script that says something, and then waits for a test before it says the rest.</summary>
    public const string Gated = "comment First.\ngate more\nanswer Done.\n";

    private readonly List<A2AHttp> _clients = [];

    private readonly Dictionary<string, string?> _settings;

    private readonly RedisCluster? _cluster;

    private FleetStage(RedisServer redis, RedisCluster? cluster, ScriptedModelServer model, TestFolder folder, Dictionary<string, string?> settings)
    {
        (Redis, _cluster, Model, Folder) = (redis, cluster, model, folder);
        _settings = Merge(
            new Dictionary<string, string?>
            {
                ["ConnectionStrings__redis"] = cluster?.ConnectionString ?? redis.ConnectionString,
                ["A2A__Seam__LeaseTime"] = "00:00:02",
                ["Runner__Management__Token"] = ManagementToken,
            },
            settings);
    }

    /// <summary>The store; of a cluster its first master.</summary>
    public RedisServer Redis { get; }

    public ScriptedModelServer Model { get; }

    public TestFolder Folder { get; }

    public IReadOnlyList<ServiceProcess> Apis { get; private set; } = [];

    public IReadOnlyList<ServiceProcess> Runners { get; private set; } = [];

    /// <summary>Between the first runner (or the first Api) and Redis, where the stage was started with it.</summary>
    public Relay? Relay { get; private set; }

    /// <summary>A client of each Api.</summary>
    public IReadOnlyList<A2AHttp> Clients => _clients;

    /// <summary>Starts everything.</summary>
    /// <param name="apis">How many Apis.</param>
    /// <param name="runners">Further settings of each runner, one entry a runner.</param>
    /// <param name="settings">Settings of every process, as environment variables.</param>
    /// <param name="script">The text of a script that the message <c>#script</c> plays.</param>
    /// <param name="redis">More arguments for redis-server.</param>
    /// <param name="relayed">The first runner reaches Redis by a way that can be cut.</param>
    /// <param name="relayedApi">The first Api does.</param>
    /// <param name="ownHomes">Each runner has a Codex home of its own; else all share one.</param>
    /// <param name="cluster">The store, where it is not a single server; it ends with the stage.</param>
    /// <param name="toml">More lines for Codex's config.toml, where the home is shared.</param>
    /// <param name="fallback">What is played for a message that names no scenario, such as the one that goes on with a turn that was cut off.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<FleetStage> StartAsync(
        int apis,
        IReadOnlyList<IReadOnlyDictionary<string, string?>> runners,
        IReadOnlyDictionary<string, string?>? settings = null,
        string? script = null,
        string[]? redis = null,
        bool relayed = false,
        bool relayedApi = false,
        bool ownHomes = false,
        RedisCluster? cluster = null,
        string? toml = null,
        string fallback = "demo",
        CancellationToken cancellationToken = default)
    {
        var folder = new TestFolder();
        if (script is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Scripts, "script.script"), script, cancellationToken);
        }

        var model = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { ScriptFolder = folder.Scripts, DefaultScenario = fallback }, cancellationToken);
        await CodexConfig.For(model, folder.CodexHome).WriteHomeAsync(folder.CodexHome, cancellationToken, toml);
        var stage = new FleetStage(cluster?.Masters[0] ?? await RedisServer.StartAsync(redis ?? []), cluster, model, folder, new(settings ?? new Dictionary<string, string?>()));
        stage.Relay = relayed || relayedApi ? new Relay(stage.Redis.Port) : null;
        stage.Apis = [.. Enumerable.Range(0, apis).Select(i => new ServiceProcess(folder, relayedApi && i == 0 ? Merge(stage._settings, stage.Detour) : stage._settings, "api"))];
        if (ownHomes)
        {
            runners = [.. runners.Select((own, i) => Merge(own, new Dictionary<string, string?> { ["Codex__Home"] = folder.Home(i) }))];
            await Task.WhenAll(runners.Select((_, i) => CodexConfig.For(model, folder.Home(i)).WriteHomeAsync(folder.Home(i), cancellationToken)));
        }

        stage.Runners = [.. runners.Select((own, i) => new ServiceProcess(folder, Merge(stage._settings, relayed && i == 0 ? Merge(stage.Detour, own) : own), "runner"))];
        stage._clients.AddRange(stage.Apis.Select(api => new A2AHttp(api.Address)));
        await Task.WhenAll(stage.Apis.Concat(stage.Runners).Select(process => process.StartAsync(cancellationToken)));
        return stage;
    }

    /// <summary>So many runners that differ in nothing.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string?>> Alike(int count) =>
        [.. Enumerable.Repeat<IReadOnlyDictionary<string, string?>>(new Dictionary<string, string?>(), count)];

    /// <summary>Sends <c>#script</c> and returns when it stands at its gate <c>more</c>; the rest comes when that opens.</summary>
    public async Task<(ScriptGate Gate, Task<IReadOnlyList<(string? Id, StreamResponse Event)>> Events)> BeginGatedAsync(CancellationToken cancellationToken)
    {
        var gate = Model.Gate("more");
        var events = Clients[0].CollectAsync(A2AHttp.Message("#script"), cancellationToken);
        await gate.WaitUntilReachedAsync(cancellationToken);
        return (gate, events);
    }

    /// <summary>The one runner that has sessions now.</summary>
    public async Task<ServiceProcess> OwnerAsync(CancellationToken cancellationToken)
    {
        ServiceProcess? owner = null;
        await Waiting.ForAsync(
            async () =>
            {
                foreach (var runner in Runners.Where(runner => !runner.HasExited))
                {
                    owner = await SessionsAsync(runner, cancellationToken) > 0 ? runner : owner;
                }

                return owner is not null;
            },
            cancellationToken);
        return owner!;
    }

    /// <summary>A further runner, not started; whoever asks ends it.</summary>
    public ServiceProcess AnotherRunner() => new(Folder, _settings, "runner");

    /// <summary>A further Api, not started; whoever asks ends it.</summary>
    public ServiceProcess AnotherApi() => new(Folder, _settings, "api");

    /// <summary>A runner other than <paramref name="one"/>.</summary>
    public ServiceProcess Other(ServiceProcess one) => Runners.First(runner => runner != one);

    /// <summary>How many sessions a runner has, as it says itself.</summary>
    public static async Task<int> SessionsAsync(ServiceProcess runner, CancellationToken cancellationToken) =>
        int.Parse((string)(await DrainingAsync(runner, cancellationToken))["sessions"]!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The check <c>draining</c> of a runner; also of one that is not ready.</summary>
    public static async Task<JsonNode> DrainingAsync(ServiceProcess runner, CancellationToken cancellationToken)
    {
        using var http = Management(runner);
        using var answer = await http.GetAsync("health", cancellationToken);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["checks"]!["draining"]!;
    }

    /// <summary>A client of a runner's management port.</summary>
    public static HttpClient Management(ServiceProcess runner, string? token = ManagementToken)
    {
        var http = new HttpClient { BaseAddress = runner.Address };
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }

        return http;
    }

    /// <summary>What all processes printed, for the message of a failing test.</summary>
    public string Output => string.Join('\n', Apis.Select(api => $"-- api\n{api.Output}").Concat(Runners.Select(runner => $"-- runner\n{runner.Output}")));

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        foreach (var process in Apis.Concat(Runners))
        {
            await process.DisposeAsync();
        }

        if (Relay is not null)
        {
            await Relay.DisposeAsync();
        }

        await (_cluster?.DisposeAsync() ?? Redis.DisposeAsync());
        await Model.DisposeAsync();
        Folder.Dispose();
    }

    private Dictionary<string, string?> Detour =>
        new() { ["ConnectionStrings__redis"] = Relay!.ConnectionString };

    private static Dictionary<string, string?> Merge(IReadOnlyDictionary<string, string?> some, IReadOnlyDictionary<string, string?> more) =>
        some.Concat(more).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value);
}

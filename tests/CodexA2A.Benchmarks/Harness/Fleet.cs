using CodexA2A.Testing;

namespace CodexA2A.Benchmarks.Harness;

/// <summary>Redis, one Api and runners of one Codex home, each a process of its own.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly string _service;
    private readonly BenchFolder _folder;
    private readonly Dictionary<string, string> _settings;
    private readonly List<ServiceChild> _runners = [];
    private ServiceChild? _api;
    private A2AClient? _client;

    private Fleet(string service, BenchFolder folder, RedisServer redis, Dictionary<string, string> settings)
    {
        (_service, _folder, Redis, _settings) = (service, folder, redis, settings);
        _settings["ConnectionStrings__redis"] = redis.ConnectionString;
    }

    public RedisServer Redis { get; }

    public ServiceChild Api => _api!;

    /// <summary>A client of the Api.</summary>
    public A2AClient Client => _client!;

    public IReadOnlyList<ServiceChild> Runners => _runners;

    /// <summary>What all of them printed, for the message of an error.</summary>
    public string Said => string.Join('\n', _runners.Select(runner => $"-- runner\n{runner.Said}").Prepend($"-- api\n{_api?.Said}"));

    /// <summary>Starts everything and returns when it can work.</summary>
    /// <param name="service">The built service.</param>
    /// <param name="folder">Folders.</param>
    /// <param name="model">The model.</param>
    /// <param name="runners">How many runners.</param>
    /// <param name="settings">Settings of every process, as environment variables.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<Fleet> StartAsync(
        string service, BenchFolder folder, ModelProcess model, int runners, IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken)
    {
        var common = await CommonSettings.OfAsync(folder, model, settings, cancellationToken);
        var fleet = new Fleet(service, folder, await RedisServer.StartAsync(), common);
        try
        {
            fleet._api = await ServiceChild.StartAsync(service, "api", folder, common, cancellationToken);
            fleet._client = new A2AClient(fleet._api.Address, ServiceChild.Token);
            for (var i = 0; i < runners; i++)
            {
                await fleet.StartRunnerAsync(cancellationToken);
            }
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }

        return fleet;
    }

    /// <summary>Starts one more.</summary>
    public async Task StartRunnerAsync(CancellationToken cancellationToken) =>
        _runners.Add(await ServiceChild.StartAsync(_service, "runner", _folder, _settings, cancellationToken));

    /// <summary>Takes one that has been killed off the list.</summary>
    public async Task ForgetAsync(ServiceChild runner)
    {
        _runners.Remove(runner);
        await runner.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        foreach (var process in _runners.Append(_api).OfType<ServiceChild>())
        {
            await process.DisposeAsync();
        }

        await Redis.DisposeAsync();
    }
}

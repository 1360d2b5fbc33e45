using CodexA2A.Tasks.Tests.Redis;
using CodexA2A.Testing;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(RedisServers))]

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>The servers of a test run: one, and one that is a cluster of itself; the first one is a running one where <see cref="Variable"/> names it.</summary>
public sealed class RedisServers : IAsyncLifetime
{
    public const string Variable = "CODEXA2A_TEST_REDIS";

    private readonly SemaphoreSlim _starting = new(1, 1);
    private RedisServer? _single;
    private RedisServer? _cluster;

    public async Task<string> SingleAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return named;
        }

        await _starting.WaitAsync();
        try
        {
            _single ??= await RedisServer.StartAsync();
            return _single.ConnectionString;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>A node that has all slots: it refuses what touches several, as any cluster does.</summary>
    public async Task<string> ClusterAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_cluster is null)
            {
                _cluster = await RedisServer.StartAsync("--cluster-enabled", "yes");
                await using var connection = await ConnectionMultiplexer.ConnectAsync(_cluster.ConnectionString);
                var server = connection.GetServers()[0];
                await server.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
                while (!((string?)await server.ExecuteAsync("CLUSTER", "INFO"))!.Contains("cluster_state:ok", StringComparison.Ordinal))
                {
                    await Task.Yield();
                }
            }

            return _cluster.ConnectionString;
        }
        finally
        {
            _starting.Release();
        }
    }

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in (RedisServer?[])[_single, _cluster])
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }

        _starting.Dispose();
    }
}

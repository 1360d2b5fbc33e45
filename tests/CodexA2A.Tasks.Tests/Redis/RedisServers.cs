using CodexA2A.Tasks.Tests.Redis;
using CodexA2A.Testing;

[assembly: AssemblyFixture(typeof(RedisServers))]

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>The servers of a test run: one, and a cluster of several; the first is a running one where <see cref="Variable"/> names it.</summary>
public sealed class RedisServers : IAsyncLifetime
{
    public const string Variable = "CODEXA2A_TEST_REDIS";

    private readonly SemaphoreSlim _starting = new(1, 1);
    private RedisServer? _single;
    private RedisCluster? _cluster;

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

    /// <summary>Three masters that share the slots: each refuses what touches several, and what is another's.</summary>
    public async Task<string> ClusterAsync()
    {
        await _starting.WaitAsync();
        try
        {
            _cluster ??= await RedisCluster.StartAsync();
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
        foreach (var server in (IAsyncDisposable?[])[_single, _cluster])
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }

        _starting.Dispose();
    }
}

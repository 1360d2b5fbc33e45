using CodexA2A.Testing;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>A test with a cluster of two masters of its own, which it may change or stop.</summary>
public abstract class OwnCluster : IAsyncLifetime
{
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private RedisCluster? _cluster;

    /// <summary>Who waits for what never comes must fail, not hang.</summary>
    protected CancellationToken Stop => _limit.Token;

    private protected RedisCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync()
    {
        _limit.CancelAfter(TimeSpan.FromSeconds(60));
        _cluster = await RedisCluster.StartAsync(2);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        _limit.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<SeamProcess> OpenAsync() =>
        SeamProcess.OpenAsync(Cluster.ConnectionString, "test:", new SeamOptions { LeaseTime = TimeSpan.FromSeconds(60) });
}

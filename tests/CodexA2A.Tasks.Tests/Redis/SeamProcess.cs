using CodexA2A.Tasks.Redis;
using CodexA2A.Tasks.Redis.Control;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>One of several processes that share a Redis, as the seam sees it: a connection of its own, by the server's clock.</summary>
internal sealed class SeamProcess : IAsyncDisposable
{
    private readonly RedisSeamHost _host;

    private SeamProcess(string server, string prefix, SeamOptions options, int partitions, Action<ConfigurationOptions>? configure, TimeProvider time)
    {
        var connection = ConfigurationOptions.Parse(server);
        (connection.ConnectTimeout, connection.AsyncTimeout, connection.SyncTimeout) = (1000, 500, 500);
        (connection.ReconnectRetryPolicy, connection.HeartbeatInterval) = (new LinearRetry(100), TimeSpan.FromMilliseconds(100));
        configure?.Invoke(connection);
        _host = new RedisSeamHost(
            new RedisConnectionSettings(() => connection),
            Options.Create(new RedisSeamOptions { KeyPrefix = prefix, Partitions = partitions, AllowInsecure = true }),
            Options.Create(options),
            time,
            NullLogger<RedisSeamHost>.Instance);
        Control = new RedisControlCalls(_host, NullLogger<RedisControlCalls>.Instance);
        (Log, Queue) = (new RedisTaskLog(_host), new RedisTurnQueue(_host));
    }

    public ITaskLog Log { get; }

    public ITurnQueue Queue { get; }

    public IControlCalls Control { get; }

    public RedisSeam Inner => _host.Seam;

    public static async Task<SeamProcess> OpenAsync(
        string server, string prefix, SeamOptions? options = null, int partitions = 64, Action<ConfigurationOptions>? configure = null,
        TimeProvider? time = null)
    {
        var process = new SeamProcess(server, prefix, options ?? new SeamOptions { LeaseTime = TimeSpan.FromSeconds(2) }, partitions, configure, time ?? TimeProvider.System);
        await process._host.OpenAsync();
        return process;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}

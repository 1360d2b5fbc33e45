using CodexA2A.Tasks;
using CodexA2A.Tasks.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodexA2A.Chaos.Tests.Agents.Control;

/// <summary>The seam without what fences late writers off: what the same faults do then shows that the tests would see it.</summary>
internal sealed class UnfencedSeam : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _connection;

    private UnfencedSeam(ConnectionMultiplexer connection, SeamKeys keys, ITaskLog log, ITurnQueue queue)
    {
        _connection = connection;
        Log = new UnfencedLog(log, keys, connection.GetDatabase());
        Queue = new UnfencedQueue(queue);
    }

    public ITaskLog Log { get; }

    public ITurnQueue Queue { get; }

    public static async Task<UnfencedSeam> OpenAsync(IServiceProvider services, ITaskLog log, ITurnQueue queue)
    {
        var options = services.GetRequiredService<IOptions<RedisSeamOptions>>().Value;
        var server = services.GetRequiredService<IConfiguration>().GetConnectionString(RedisSettings.Name);
        return new UnfencedSeam(await ConnectionMultiplexer.ConnectAsync(server!), new SeamKeys(options.KeyPrefix, options.Partitions), log, queue);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}

using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Cleans up behind a test, in a Redis that may be somebody else's.</summary>
internal static class RedisKeys
{
    public static async Task DeleteAsync(string server, string prefix)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server);
        var database = connection.GetDatabase();
        foreach (var node in connection.GetServers())
        {
            await foreach (var key in node.KeysAsync(pattern: prefix + "*", pageSize: 1000))
            {
                await database.KeyDeleteAsync(key);
            }
        }
    }
}

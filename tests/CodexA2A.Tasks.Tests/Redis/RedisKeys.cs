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

    /// <summary>The keys below a prefix that hold these words, or are named by them.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(string server, string prefix, string words)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server);
        var found = new List<string>();
        foreach (var node in connection.GetServers().Where(node => !node.IsReplica))
        {
            await foreach (var key in node.KeysAsync(pattern: prefix + "*", pageSize: 1000))
            {
                var texts = await ReadAsync(connection.GetDatabase(), key);
                found.AddRange(texts.Append((string)key!).Any(text => text.Contains(words, StringComparison.Ordinal)) ? [(string)key!] : []);
            }
        }

        return found;
    }

    private static async Task<IEnumerable<string>> ReadAsync(IDatabase database, RedisKey key) => await database.KeyTypeAsync(key) switch
    {
        RedisType.Hash => (await database.HashGetAllAsync(key)).SelectMany(entry => (string[])[entry.Name!, entry.Value!]),
        RedisType.SortedSet => (await database.SortedSetRangeByRankAsync(key)).Select(value => (string)value!),
        RedisType.Set => (await database.SetMembersAsync(key)).Select(value => (string)value!),
        RedisType.Stream => (await database.StreamRangeAsync(key)).SelectMany(entry => entry.Values.Select(value => (string)value.Value!)),
        RedisType.String => [(string)(await database.StringGetAsync(key))!],
        _ => [],
    };
}

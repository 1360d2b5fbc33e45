using System.Text;
using StackExchange.Redis;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>Looks for words in every byte that a service keeps.</summary>
internal static class StoredWords
{
    /// <summary>The places that hold them: files of the task store and of Codex's home, keys and values of Redis, and its append-only file written anew.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(Stage stage, string words, CancellationToken cancellationToken)
    {
        var found = InFiles(stage.Folder.CodexHome, words).Concat(InFiles(stage.Folder.Data, words)).ToList();
        if (stage.Fleet is { } fleet)
        {
            await RewriteAsync(fleet.Redis.ConnectionString, cancellationToken);
            // Of a Redis without ids of its own data, all that it has is in the file.
            found.AddRange(InFiles(fleet.Redis.Folder, words));
            found.AddRange(await InRedisAsync(fleet.Redis.ConnectionString, words, cancellationToken));
        }

        return found;
    }

    /// <summary>The files below a folder that hold these words, or are named by them.</summary>
    public static IEnumerable<string> InFiles(string folder, string words)
    {
        var bytes = Encoding.UTF8.GetBytes(words);
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(
            file => Path.GetFileName(file).Contains(words, StringComparison.Ordinal) || Read(file).AsSpan().IndexOf(bytes) >= 0);
    }

    private static byte[] Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var memory = new MemoryStream();
            file.CopyTo(memory);
            return memory.ToArray();
        }
        catch (Exception exception) when (exception is FileNotFoundException or IOException)
        {
            // It went while we looked, or is a lock that somebody holds; a lock has no words.
            return [];
        }
    }

    // Without the preamble in the form of RDB, whose strings may be compressed.
    private static async Task RewriteAsync(string server, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server);
        var redis = connection.GetServers()[0];
        await redis.ConfigSetAsync("aof-use-rdb-preamble", "no");
        await redis.ExecuteAsync("BGREWRITEAOF");
        await Waiting.ForAsync(
            async () => (await redis.InfoAsync("persistence")).SelectMany(part => part).Where(pair => pair.Key is "aof_rewrite_in_progress" or "aof_rewrite_scheduled").All(pair => pair.Value == "0"),
            cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> InRedisAsync(string server, string words, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server);
        var database = connection.GetDatabase();
        var found = new List<string>();
        await foreach (var key in connection.GetServers()[0].KeysAsync(pageSize: 1000).WithCancellation(cancellationToken))
        {
            var texts = await database.KeyTypeAsync(key) switch
            {
                RedisType.Hash => (await database.HashGetAllAsync(key)).SelectMany(entry => (string[])[entry.Name!, entry.Value!]),
                RedisType.SortedSet => (await database.SortedSetRangeByRankAsync(key)).Select(value => (string)value!),
                RedisType.Set => (await database.SetMembersAsync(key)).Select(value => (string)value!),
                RedisType.Stream => (await database.StreamRangeAsync(key)).SelectMany(entry => entry.Values.Select(value => (string)value.Value!)),
                _ => [(string?)await database.StringGetAsync(key) ?? ""],
            };
            found.AddRange(texts.Append((string)key!).Any(text => text.Contains(words, StringComparison.Ordinal)) ? [$"redis:{key}"] : []);
        }

        return found;
    }
}

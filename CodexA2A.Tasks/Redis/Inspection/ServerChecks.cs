using System.Globalization;
using StackExchange.Redis;
using static CodexA2A.Tasks.Redis.RedisInspection;

namespace CodexA2A.Tasks.Redis;

/// <summary>How one server is set up.</summary>
internal sealed class ServerChecks(IServer server, TimeProvider time)
{
    private const double Filling = 0.75;
    private static readonly Version Least = new(7, 0);
    private static readonly TimeSpan MostDrift = TimeSpan.FromSeconds(1);

    /// <summary>All of it.</summary>
    public async Task<IEnumerable<RedisFinding>> RunAsync(CancellationToken cancellationToken) =>
    [
        .. await LookAsync("version", "INFO", VersionAsync, cancellationToken),
        .. await LookAsync("persistence", "CONFIG GET", PersistenceAsync, cancellationToken),
        .. await LookAsync("persistence", "INFO", DiskAsync, cancellationToken),
        .. await LookAsync("memory", "INFO", MemoryAsync, cancellationToken),
        .. await LookAsync("clock", "TIME", ClockAsync, cancellationToken),
        .. await LookAsync("cluster", "CLUSTER INFO", ClusterAsync, cancellationToken),
        .. await LookAsync("replicas", "INFO", ReplicasAsync, cancellationToken),
    ];

    private async Task<IEnumerable<RedisFinding>> VersionAsync()
    {
        var info = await InfoAsync("server");
        var valkey = info.GetValueOrDefault("valkey_version");
        var kind = valkey is null ? "Redis" : "Valkey";
        // Valkey says which Redis it is like as well.
        var text = valkey ?? info.GetValueOrDefault("redis_version") ?? "";
        return !Version.TryParse(info.GetValueOrDefault("redis_version"), out var version)
            ? [Warning("version", "The server does not say which version it is.", "The seam needs Redis 7.0 or later, or Valkey.")]
            : version < Least
                ? [Error("version", $"{kind} {text} is too old.", "Use Redis 7.0 or later, or Valkey.")]
                : [Ok("version", $"{kind} {text}.")];
    }

    private async Task<IEnumerable<RedisFinding>> PersistenceAsync()
    {
        const string Fix = "Set appendonly yes and appendfsync everysec.";
        var (appendOnly, sync, save) = (await ConfigAsync("appendonly"), await ConfigAsync("appendfsync"), await ConfigAsync("save"));
        return appendOnly is null
            ? [Warning("persistence", "It cannot be checked: the server does not show appendonly.", "Look at the setting where this Redis is managed.")]
            : (appendOnly, sync) switch
            {
                ("yes", "always") => [Ok("persistence", "Every change is on the disk before it is acknowledged (appendfsync always).")],
                ("yes", "everysec") => [Ok("persistence", "A crash of Redis loses nothing, one of its machine the last second or so (appendfsync everysec).")],
                ("yes", _) => [Warning(
                    "persistence", $"When changes reach the disk is left to the operating system (appendfsync {sync}): a crash of the machine may lose half a minute.", Fix)],
                _ when string.IsNullOrEmpty(save) => [Warning(
                    "persistence", "Nothing is kept: with a restart of Redis every task, session and open question is gone.", Fix)],
                _ => [Warning(
                    "persistence", $"Only a snapshot is kept now and then (save {save}): a restart of Redis loses what came after the last one.", Fix)],
            };
    }

    private async Task<IEnumerable<RedisFinding>> DiskAsync()
    {
        var info = await InfoAsync("persistence");
        return info.GetValueOrDefault("aof_last_write_status") is "err" || info.GetValueOrDefault("rdb_last_bgsave_status") is "err"
            ? [Error("persistence", "The last write to the disk failed.", "Look at the log of Redis, and whether its disk is full.")]
            : [];
    }

    private async Task<IEnumerable<RedisFinding>> MemoryAsync()
    {
        var info = await InfoAsync("memory");
        var (used, most) = (Number(info, "used_memory"), Number(info, "maxmemory"));
        var policy = info.GetValueOrDefault("maxmemory_policy") ?? await ConfigAsync("maxmemory-policy");
        var findings = new List<RedisFinding>();
        if (policy is not null && policy != "noeviction")
        {
            findings.Add(Error(
                "memory",
                $"Redis may throw keys away when it is full (maxmemory-policy {policy}): leases, commands and logs would vanish.",
                "Set maxmemory-policy noeviction."));
        }

        var share = most > 0 ? used / (double)most : 0;
        findings.Add(share switch
        {
            _ when most == 0 => new RedisFinding(
                "memory",
                RedisFindingLevel.Information,
                $"{Size(used)} are used; there is no limit but the machine's (maxmemory 0).",
                "Set maxmemory below what the machine has, so that a full Redis refuses new work instead of being killed."),
            >= 1 => Error("memory", $"Redis is full: {Size(used)} of {Size(most)}. New messages are refused.", "Raise maxmemory, or shorten A2A:Seam:TaskRetention."),
            >= Filling => Warning("memory", $"{Size(used)} of {Size(most)} are used.", "Raise maxmemory, or shorten A2A:Seam:TaskRetention, before it is full."),
            _ => Ok("memory", $"{Size(used)} of {Size(most)} are used."),
        });
        return findings;
    }

    private async Task<IEnumerable<RedisFinding>> ClockAsync()
    {
        var before = time.GetUtcNow();
        var theirs = new DateTimeOffset(DateTime.SpecifyKind(await server.TimeAsync(), DateTimeKind.Utc));
        var ours = before + ((time.GetUtcNow() - before) / 2);
        var drift = theirs - ours;
        var text = string.Create(CultureInfo.InvariantCulture, $"The clock of Redis is {Math.Abs(drift.TotalSeconds):0.0} s {(drift < TimeSpan.Zero ? "behind" : "ahead of")} ours.");
        return drift.Duration() > MostDrift
            ? [Warning("clock", text + " Leases go by Redis' clock, the times in tasks by ours.", "Let both machines keep time by NTP.")]
            : [Ok("clock", text)];
    }

    private async Task<IEnumerable<RedisFinding>> ClusterAsync()
    {
        if (server.ServerType != ServerType.Cluster)
        {
            return [];
        }

        var info = (string?)await server.ExecuteAsync("CLUSTER", "INFO") ?? "";
        return info.Contains("cluster_state:ok", StringComparison.Ordinal)
            ? [Ok("cluster", "The cluster is whole.")]
            : [Error("cluster", "The cluster is not whole: a part of the slots has no server.", "Look at CLUSTER INFO and CLUSTER NODES.")];
    }

    private async Task<IEnumerable<RedisFinding>> ReplicasAsync()
    {
        var info = await InfoAsync("replication");
        var replicas = Number(info, "connected_slaves");
        var must = await LeastReplicasAsync();
        return
        [
            new RedisFinding(
                "replicas", RedisFindingLevel.Information,
                replicas == 0
                    ? "There is no replica: while Redis is away, everything waits."
                    : $"{replicas.ToString(CultureInfo.InvariantCulture)} replicas; a failover may lose what they had not heard of.",
                replicas > 0 && must is "0" ? "Set min-replicas-to-write 1 where a lost message is worse than a refused one." : null),
        ];
    }

    private async Task<string?> LeastReplicasAsync()
    {
        try
        {
            return await ConfigAsync("min-replicas-to-write");
        }
        catch (RedisServerException)
        {
            return null;
        }
    }

    private async Task<string?> ConfigAsync(string name) => (await server.ConfigGetAsync(name)).Select(pair => pair.Value).FirstOrDefault();

    private async Task<Dictionary<string, string>> InfoAsync(string section)
    {
        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in (await server.InfoAsync(section)).SelectMany(group => group))
        {
            lines[name] = value;
        }

        return lines;
    }

    private static long Number(Dictionary<string, string> info, string name) =>
        long.TryParse(info.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024d * 1024):0.#} MiB");
}

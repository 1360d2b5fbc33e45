using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>What callers see of a Redis that cannot do what it should.</summary>
internal static class RedisErrors
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    /// <summary>True when it is about the store and not about us: what was asked may be asked again.</summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        RedisConnectionException or RedisTimeoutException or ObjectDisposedException or TimeoutException => true,
        RedisServerException server => Message(server.Kind) is not null,
        _ => false,
    };

    /// <summary>The error for a caller.</summary>
    public static SeamUnavailableException AsSeen(Exception exception) =>
        exception is RedisServerException server && Message(server.Kind) is { } message
            ? server.Kind == RedisErrorKind.OutOfMemory
                ? new SeamUnavailableException(message, exception) { RetryAfter = Later, IsFull = true }
                : new SeamUnavailableException(message, exception)
            : new SeamUnavailableException("Redis cannot be reached, or does not answer in time. Check ConnectionStrings:redis, and whether it runs.", exception);

    private static string? Message(RedisErrorKind kind) => kind switch
    {
        RedisErrorKind.OutOfMemory => "Redis is full (maxmemory, noeviction): nothing can be stored. Give it more memory, or shorten A2A:Seam:TaskRetention.",
        RedisErrorKind.Loading => "Redis is loading its data.",
        RedisErrorKind.Busy => "Redis is busy with a script.",
        RedisErrorKind.ReadOnly => "Redis is a read-only replica now: a failover is under way, or ConnectionStrings:redis names the wrong server.",
        RedisErrorKind.MasterDown or RedisErrorKind.ClusterDown or RedisErrorKind.TryAgain or RedisErrorKind.Moved or RedisErrorKind.Ask =>
            "The Redis cluster is changing, or a part of it is down.",
        RedisErrorKind.NoReplicas => "Redis has too few replicas (min-replicas-to-write): nothing can be stored.",
        RedisErrorKind.Misconfigured => "Redis cannot write its data to disk (MISCONF): see its log.",
        RedisErrorKind.MaxClients => "Redis takes no more connections (maxclients).",
        RedisErrorKind.NoAuth or RedisErrorKind.WrongPass or RedisErrorKind.NoPermission =>
            "Redis refuses us: check the user and the password in ConnectionStrings:redis.",
        _ => null,
    };
}

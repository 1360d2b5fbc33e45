using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// The one connection of this process. It may be down: then every call throws within the client's time limit, and goes through
/// again when Redis is back.
/// </summary>
internal sealed partial class RedisLink : IAsyncDisposable
{
    /// <summary>For every read, too: a replica may be behind, or empty, and what is read of it would end or set back whoever follows.</summary>
    public const CommandFlags Primary = CommandFlags.DemandMaster;

    private readonly ConnectionMultiplexer _connection;
    private readonly IDatabase _database;
    private readonly SeamKeys _keys;
    private readonly ILogger _logger;
    private volatile bool _known;

    private RedisLink(ConnectionMultiplexer connection, SeamKeys keys, ILogger logger)
    {
        (_connection, _database, _keys, _logger) = (connection, connection.GetDatabase(), keys, logger);
    }

    /// <summary>Connects, or goes on trying in the background.</summary>
    public static async Task<RedisLink> OpenAsync(ConfigurationOptions options, SeamKeys keys, ILogger logger)
    {
        var link = new RedisLink(await ConnectionMultiplexer.ConnectAsync(options), keys, logger);
        link._connection.ConnectionFailed += (_, failed) => link.LogLost(failed.EndPoint, failed.FailureType);
        link._connection.ConnectionRestored += (_, restored) =>
        {
            // It may be another one, or an empty one.
            link._known = false;
            link.LogRestored(restored.EndPoint);
        };
        return link;
    }

    /// <summary>True while there is a connection.</summary>
    public bool IsConnected => _connection.IsConnected;

    /// <summary>True when this Redis was set up in another way, or by a later release: then it will never do.</summary>
    public bool IsOfAnother { get; private set; }

    /// <summary>Runs a script, by its hash where Redis knows it.</summary>
    /// <param name="script">What to run.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="traced">False for what comes so often that its spans would drown the others.</param>
    /// <exception cref="SeamUnavailableException">Redis cannot be reached, or cannot do it now.</exception>
    public async Task<ScriptReply> RunAsync(
        RedisScript script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken, bool traced = true)
    {
        // Only as a part of something: a look for work is no trace of its own.
        using var activity = traced && Activity.Current is not null ? SeamTelemetry.Source.StartActivity(script.Span, ActivityKind.Client) : null;
        activity?.SetTag("db.system.name", "redis").SetTag("db.operation.name", "EVALSHA").SetTag("db.stored_procedure.name", script.Name);
        try
        {
            return new ScriptReply(await AskAsync(database => EvaluateAsync(database, script, keys, arguments), cancellationToken));
        }
        catch (Exception exception) when (SeamTelemetry.Failed(activity, exception))
        {
            throw;
        }
    }

    /// <summary>Asks Redis something; several calls in one go share a round trip.</summary>
    /// <exception cref="SeamUnavailableException">Redis cannot be reached, or cannot do it now.</exception>
    public async Task<T> AskAsync<T>(Func<IDatabase, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            if (!_known)
            {
                await KnowAsync().WaitAsync(cancellationToken);
            }

            return await ask(_database).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            throw RedisErrors.AsSeen(exception);
        }
    }

    /// <summary>Calls <paramref name="hint"/> with every message of a channel, perhaps in another order. A hint may get lost; what cannot be subscribed now is when Redis is back.</summary>
    public async Task<IAsyncDisposable> HintAsync(IReadOnlyList<RedisKey> channels, Action<RedisValue> hint)
    {
        var subscriber = _connection.GetSubscriber();
        var hints = channels.Select(key => new ChannelHint(RedisChannel.Sharded((string)key!), (_, message) => hint(message))).ToArray();
        try
        {
            await Task.WhenAll(hints.Select(one => subscriber.SubscribeAsync(one.Name, one.Handler)));
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException || RedisErrors.IsUnavailable(exception))
        {
            LogNoHints(exception);
        }

        return new Subscription(subscriber, hints);
    }

    /// <summary>Sends a message to whoever listens now; it is stored nowhere.</summary>
    /// <exception cref="SeamUnavailableException">Redis cannot be reached.</exception>
    public Task TellAsync(RedisKey channel, RedisValue message, CancellationToken cancellationToken) =>
        AskAsync(database => database.PublishAsync(RedisChannel.Sharded((string)channel!), message, Primary), cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private static async Task<RedisResult> EvaluateAsync(IDatabase database, RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return await database.ScriptEvaluateAsync(script.Hash, keys, arguments, flags: Primary);
        }
        catch (RedisServerException exception) when (exception.Kind == RedisErrorKind.NoScript)
        {
            // A server that was restarted, or another one after a failover.
            return await database.ScriptEvaluateAsync(script.Text, keys, arguments, flags: Primary);
        }
    }

    // The number of partitions is part of every key: with another one nothing would be found again.
    private async Task KnowAsync()
    {
        var known = await _database.StringGetAsync(_keys.PartitionCount, flags: Primary);
        if (known.IsNull)
        {
            await _database.StringSetAsync(_keys.PartitionCount, _keys.Partitions, when: When.NotExists);
            known = await _database.StringGetAsync(_keys.PartitionCount, flags: Primary);
        }

        var partitions = (int)known;
        if (partitions != _keys.Partitions)
        {
            IsOfAnother = true;
            throw new SeamUnavailableException(string.Create(
                CultureInfo.InvariantCulture,
                $"This Redis was set up with {partitions} partitions, and Redis:Partitions says {_keys.Partitions}. The number is fixed for an installation."));
        }

        if (!await StoredSchema.AcceptAsync(_database, _keys))
        {
            IsOfAnother = true;
            throw new SeamUnavailableException(StoredSchema.Refusal);
        }

        _known = true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection to Redis at {EndPoint} is lost ({Failure}).")]
    private partial void LogLost(EndPoint? endPoint, ConnectionFailureType failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "The connection to Redis at {EndPoint} is back.")]
    private partial void LogRestored(EndPoint? endPoint);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Redis gives no hints now; readers look each second.")]
    private partial void LogNoHints(Exception exception);

    private sealed record ChannelHint(RedisChannel Name, Action<RedisChannel, RedisValue> Handler);

    private sealed class Subscription(ISubscriber subscriber, ChannelHint[] hints) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await Task.WhenAll(hints.Select(one => subscriber.UnsubscribeAsync(one.Name, one.Handler)));
            }
            catch (Exception exception) when (exception is RedisException or RedisCommandException || RedisErrors.IsUnavailable(exception))
            {
                // Without a connection there is nothing to end.
            }
        }
    }
}

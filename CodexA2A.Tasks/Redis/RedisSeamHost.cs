using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>The seam over Redis in its host; house is kept by whichever process comes first.</summary>
internal sealed partial class RedisSeamHost(
    RedisConnectionSettings connection, IOptions<RedisSeamOptions> redis, IOptions<SeamOptions> options, TimeProvider time, ILogger<RedisSeamHost> logger)
    : SeamHost<RedisSeam>(time, logger)
{
    private readonly TimeProvider _time = time;
    private readonly ILogger _logger = logger;

    /// <summary>The clock that scripts go by in a test; null for Redis' own.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>The keys.</summary>
    public SeamKeys Keys { get; } = new(redis.Value.KeyPrefix, redis.Value.Partitions);

    /// <summary>Opens the seam without keeping house. Redis may be down: then it is tried again and again.</summary>
    public override async Task OpenAsync()
    {
        var settings = connection.Options();
        RedisSettings.RefuseInsecure(settings, redis.Value.AllowInsecure);
        settings = RedisSettings.Complete(settings);
        var link = await RedisLink.OpenAsync(settings, Keys, _logger);
        await RefuseAnotherAsync(link);
        Use(new RedisSeam(link, Keys, options.Value, _time, Clock, _logger));
        if (link.IsConnected)
        {
            LogOpened(settings.EndPoints, Keys.Partitions);
        }
        else
        {
            LogNotThere(settings.EndPoints);
        }
    }

    /// <inheritdoc />
    protected override async Task KeepHouseAsync(CancellationToken stopping)
    {
        var lag = new LagCall(Seam);
        var known = (Lag?)null;
        try
        {
            if (await IsOursAsync(stopping))
            {
                await new SweepCall(Seam).RunAsync(stopping);
                known = await lag.RunAsync(keep: SweepInterval * 3, stopping);
            }
            else
            {
                known = await lag.ToldAsync(stopping);
            }
        }
        finally
        {
            // What is not known any more is not told.
            Seam.Telemetry.Behind(known);
        }
    }

    // What is only not there yet is waited for; what was set up in another way is not.
    private static async Task RefuseAnotherAsync(RedisLink link)
    {
        try
        {
            if (link.IsConnected)
            {
                await link.AskAsync(database => database.PingAsync(RedisLink.Primary), CancellationToken.None);
            }
        }
        catch (SeamUnavailableException)
        {
            if (link.IsOfAnother)
            {
                await link.DisposeAsync();
                throw;
            }
        }
    }

    // One process keeps house for all. Where that cannot be noted Redis may be full, and then it is needed most. A note that lasts
    // longer than any that is written is from before the clock was set back.
    private async Task<bool> IsOursAsync(CancellationToken stopping)
    {
        try
        {
            return await Seam.Link.AskAsync(database => database.StringSetAsync(Keys.Sweep, "1", SweepInterval * 0.9, When.NotExists), stopping)
                || await Seam.Link.AskAsync(
                    async database => await database.KeyTimeToLiveAsync(Keys.Sweep, RedisLink.Primary) > SweepInterval
                        && await database.StringSetAsync(Keys.Sweep, "1", SweepInterval * 0.9),
                    stopping);
        }
        catch (SeamUnavailableException)
        {
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Tasks are kept in Redis ({EndPoints}), in {Partitions} partitions.")]
    private partial void LogOpened(EndPointCollection endPoints, int partitions);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis ({EndPoints}) cannot be reached; it is tried again until it can.")]
    private partial void LogNotThere(EndPointCollection endPoints);
}

/// <summary>How to connect; called once, at the start.</summary>
/// <param name="Options">The options, as the host's configuration or its caller gives them.</param>
internal sealed record RedisConnectionSettings(Func<ConfigurationOptions> Options);

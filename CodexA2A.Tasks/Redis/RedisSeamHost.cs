using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>Opens the seam before anything else of the host starts, keeps house, and closes it after everything else has stopped.</summary>
internal sealed partial class RedisSeamHost(
    RedisConnectionSettings connection, IOptions<RedisSeamOptions> redis, IOptions<SeamOptions> options, TimeProvider time, ILogger<RedisSeamHost> logger)
    : IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>How often house is kept, by whichever process comes first: an interrupt expires at most so late.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(5);

#pragma warning disable CA2213 // Canceled at the end and never used with a timer: there is nothing to free.
    private readonly CancellationTokenSource _stopping = new();
#pragma warning restore CA2213
    private RedisSeam? _seam;
    private Task _sweeping = Task.CompletedTask;

    /// <summary>The clock that scripts go by in a test; null for Redis' own.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>The keys.</summary>
    public SeamKeys Keys { get; } = new(redis.Value.KeyPrefix, redis.Value.Partitions);

    /// <summary>The open seam.</summary>
    /// <exception cref="SeamUnavailableException">It is not open.</exception>
    public RedisSeam Seam => _seam ?? throw new SeamUnavailableException("The task store is not open: the service is starting or stopping.");

    /// <inheritdoc />
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await OpenAsync();
        _sweeping = SweepAsync(_stopping.Token);
    }

    /// <summary>Opens the seam without keeping house. Redis may be down: then it is tried again and again.</summary>
    public async Task OpenAsync()
    {
        var settings = connection.Options();
        RedisSettings.RefuseInsecure(settings, redis.Value.AllowInsecure);
        settings = RedisSettings.Complete(settings);
        var link = await RedisLink.OpenAsync(settings, Keys, logger);
        await RefuseAnotherAsync(link);
        _seam = new RedisSeam(link, Keys, options.Value, time, Clock, logger);
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
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StoppedAsync(CancellationToken cancellationToken) => await DisposeAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _sweeping;
        }
        finally
        {
            if (Interlocked.Exchange(ref _seam, null) is { } seam)
            {
                await seam.DisposeAsync();
            }
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(SweepInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try
                {
                    if (await IsOursAsync(stopping))
                    {
                        await new SweepCall(Seam).RunAsync(stopping);
                    }

                    Seam.Telemetry.Behind(await LagCall.RunAsync(Seam, stopping));
                }
#pragma warning disable CA1031 // Whatever it was, house must be kept on: the error is logged, and the next round may work.
                catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    LogSweepFailed(exception);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Closing.
        }
    }

    // What is only not there yet is waited for; what was set up in another way is not.
    private static async Task RefuseAnotherAsync(RedisLink link)
    {
        try
        {
            if (link.IsConnected)
            {
                await link.AskAsync(database => database.PingAsync(), CancellationToken.None);
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

    // One process keeps house for all. Where that cannot be noted Redis may be full, and then it is needed most.
    private async Task<bool> IsOursAsync(CancellationToken stopping)
    {
        try
        {
            return await Seam.Link.AskAsync(database => database.StringSetAsync(Keys.Sweep, "1", SweepInterval * 0.9, When.NotExists), stopping);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "House-keeping of the task store failed; it is tried again.")]
    private partial void LogSweepFailed(Exception exception);
}

/// <summary>How to connect; called once, at the start.</summary>
/// <param name="Options">The options, as the host's configuration or its caller gives them.</param>
internal sealed record RedisConnectionSettings(Func<ConfigurationOptions> Options);

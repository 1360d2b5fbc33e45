using System.Diagnostics;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>Reads again and again, after each hint and each second; while Redis is away it goes on trying.</summary>
internal sealed partial class ReceiveLoop : IAsyncDisposable
{
    private readonly HintSignal _signal;
    private readonly Func<bool, Task> _read;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _running;
    private long _beat;
    private volatile bool _stopped;

    private ReceiveLoop(HintSignal signal, Func<bool, Task> read, TimeProvider time, ILogger logger)
    {
        (_signal, _read, _time, _logger, _beat) = (signal, read, time, logger, time.GetTimestamp());
        _running = RunAsync();
    }

    /// <summary>How long ago it last read without an error.</summary>
    public TimeSpan SinceBeat => _time.GetElapsedTime(Volatile.Read(ref _beat));

    /// <summary>
    /// Subscribes, reads once, and goes on in the background. <paramref name="read"/> is told when it must not trust hints; it never runs
    /// twice at a time, and not for a hint that <paramref name="take"/> takes in.
    /// </summary>
    /// <exception cref="SeamUnavailableException">The first read failed.</exception>
    public static async Task<ReceiveLoop> StartAsync(
        RedisSeam seam, RedisKey channel, Func<bool, Task> read, ILogger logger, Func<RedisValue, bool>? take = null)
    {
        var signal = await HintSignal.OpenAsync(seam, channel, take);
        try
        {
            await read(true);
        }
        catch
        {
            await signal.DisposeAsync();
            throw;
        }

        return new ReceiveLoop(signal, read, seam.Time, logger);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _stopped = true;
        _signal.Set();
        await _running;
        await _signal.DisposeAsync();
    }

    private async Task RunAsync()
    {
        // It serves everybody who follows, and outlives the request that made it.
        Activity.Current = null;
        var doubt = false;
        while (true)
        {
            var safety = await _signal.WaitAsync() || doubt;
            if (_stopped)
            {
                return;
            }

            try
            {
                await _read(safety);
                Volatile.Write(ref _beat, _time.GetTimestamp());
                doubt = false;
            }
            catch (SeamUnavailableException)
            {
                // The safety interval brings us back.
                doubt = true;
            }
#pragma warning disable CA1031 // Whatever it was, readers must not be left alone for good.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(exception);
                doubt = true;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading from Redis failed; it is tried again.")]
    private partial void LogFailed(Exception exception);
}

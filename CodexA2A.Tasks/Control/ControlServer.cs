using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace CodexA2A.Tasks;

/// <summary>A runner that serves calls: how many at a time, how long, and what becomes of one that fails.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Semaphores whose wait handle nobody takes hold nothing, and calls that do not stop use them after the end.")]
internal sealed partial class ControlServer(
    RunnerIdentity runner, IReadOnlyCollection<string> methods, Func<ControlCall, CancellationToken, Task<ControlReply>> serve, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private const int Most = ControlLimits.Parallel + ControlLimits.Waiting;

    private readonly SemaphoreSlim _room = new(Most, Most);
    private readonly SemaphoreSlim _running = new(ControlLimits.Parallel, ControlLimits.Parallel);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>True when this one knows what is asked, serves whoever asks, and the home is its.</summary>
    public bool Serves(ControlCall call) =>
        (call.Home is null || call.Home == runner.Home) && runner.Serves.Includes(call.Owner) && methods.Contains(call.Method);

    /// <summary>Takes a place, if there is one; <see cref="Leave"/> gives it back.</summary>
    public bool TryEnter()
    {
        if (_stopping.IsCancellationRequested || !_room.Wait(0, CancellationToken.None))
        {
            return false;
        }

        if (!_stopping.IsCancellationRequested)
        {
            return true;
        }

        _room.Release();
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave() => _room.Release();

    /// <summary>Runs a call in a place that was taken; never fails.</summary>
    /// <param name="call">What.</param>
    /// <param name="heardAt">When it came (<see cref="TimeProvider.GetTimestamp"/>).</param>
    public async Task<byte[]> RunAsync(ControlCall call, long heardAt)
    {
        var left = call.Limit - time.GetElapsedTime(heardAt);
        if (left <= TimeSpan.Zero)
        {
            return ControlJson.Write(ControlFaults.TimedOut(call.Method));
        }

        ActivityContext.TryParse(call.TraceParent, call.TraceState, isRemote: true, out var parent);
        using var activity = SeamTelemetry.Source.StartActivity("control " + call.Method, ActivityKind.Consumer, parent);
        using var limit = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
        try
        {
            await _running.WaitAsync(either.Token);
            try
            {
                return ControlJson.Write(await serve(call, either.Token));
            }
            finally
            {
                _running.Release();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return ControlJson.Write(ControlFaults.Stopping);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return ControlJson.Write(ControlFaults.TimedOut(call.Method));
        }
#pragma warning disable CA1031 // Whoever asked must be answered, and the next call served.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            SeamTelemetry.Failed(activity, exception);
            LogFailed(exception, call.Method);
            return ControlJson.Write(ControlFaults.Failed);
        }
    }

    /// <summary>Takes no more, cancels what runs, and waits for it, within limits.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await AllLeftAsync().WaitAsync(ControlLimits.Stop, time);
        }
        catch (TimeoutException)
        {
            LogLeft();
        }
    }

    private async Task AllLeftAsync()
    {
        for (var i = 0; i < Most; i++)
        {
            await _room.WaitAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed unexpectedly.")]
    private partial void LogFailed(Exception exception, string method);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Calls of the Api that were running did not stop in time.")]
    private partial void LogLeft();
}

using CodexA2A.Tasks.InProcess.State;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodexA2A.Tasks.InProcess;

/// <summary>Opens the seam before anything else of the host starts, keeps house, and closes it after everything else has stopped.</summary>
internal sealed partial class InProcessSeamHost(
    IOptions<InProcessSeamOptions> place, IOptions<SeamOptions> options, TimeProvider time, ILogger<InProcessSeamHost> logger)
    : IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>How often house is kept: an interrupt expires at most so late.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(5);

#pragma warning disable CA2213 // Canceled at the end and never used with a timer: there is nothing to free.
    private readonly CancellationTokenSource _stopping = new();
#pragma warning restore CA2213
    private InProcessSeam? _seam;
    private Task _sweeping = Task.CompletedTask;

    /// <summary>How much may lie in memory.</summary>
    public HotLimits Limits { get; init; } = new();

    /// <summary>The open seam.</summary>
    /// <exception cref="SeamUnavailableException">It is not open.</exception>
    public InProcessSeam Seam => _seam ?? throw new SeamUnavailableException("The task store is not open: the service is starting or stopping.");

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Open();
        _sweeping = SweepAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    /// <summary>Opens the seam without keeping house.</summary>
    public void Open()
    {
        _seam = InProcessSeam.Open(place.Value.DataDirectory, options.Value, Limits, time, logger);
        LogOpened(place.Value.DataDirectory, _seam.Sessions.Commands);
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
        var queue = new InProcessTurnQueue(this);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try
                {
                    await queue.SweepAsync(stopping);
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

    [LoggerMessage(Level = LogLevel.Information, Message = "Tasks are kept in {Directory}; {Commands} commands wait.")]
    private partial void LogOpened(string directory, int commands);

    [LoggerMessage(Level = LogLevel.Warning, Message = "House-keeping of the task store failed; it is tried again.")]
    private partial void LogSweepFailed(Exception exception);
}

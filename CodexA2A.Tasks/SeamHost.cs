using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CodexA2A.Tasks;

/// <summary>Opens a seam before anything else of the host starts, keeps house, and closes it after everything else has stopped.</summary>
internal abstract partial class SeamHost<TSeam>(TimeProvider time, ILogger logger) : IHostedLifecycleService, IAsyncDisposable
    where TSeam : class, IAsyncDisposable
{
    /// <summary>How often house is kept: an interrupt expires at most so late.</summary>
    protected static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(5);

#pragma warning disable CA2213 // Canceled at the end and never used with a timer: there is nothing to free.
    private readonly CancellationTokenSource _stopping = new();
#pragma warning restore CA2213
    private TSeam? _seam;
    private Task _sweeping = Task.CompletedTask;

    /// <summary>The open seam.</summary>
    /// <exception cref="SeamUnavailableException">It is not open.</exception>
    public TSeam Seam => _seam ?? throw new SeamUnavailableException("The task store is not open: the service is starting or stopping.");

    /// <summary>Opens the seam without keeping house.</summary>
    public abstract Task OpenAsync();

    /// <inheritdoc />
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await OpenAsync();
        _sweeping = SweepAsync(_stopping.Token);
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

    /// <summary>From here on it is open.</summary>
    protected void Use(TSeam seam) => _seam = seam;

    /// <summary>Keeps house once.</summary>
    protected abstract Task KeepHouseAsync(CancellationToken stopping);

    private async Task SweepAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(SweepInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try
                {
                    await KeepHouseAsync(stopping);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "House-keeping of the task store failed; it is tried again.")]
    private partial void LogSweepFailed(Exception exception);
}

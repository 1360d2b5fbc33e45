using System.Threading.Channels;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Sandbox;

/// <summary>Tries the sandbox beside the work: with each Codex process that starts, and with one that somebody asks for.</summary>
internal sealed partial class SandboxWatch(AppServerHost host, SandboxTrial trial, SandboxTries tries, ILogger<SandboxWatch> logger) : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Channel<AppServerClient> _asked = Channel.CreateBounded<AppServerClient>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private TaskCompletionSource _settled = NewSignal();
    private Task _watching = Task.CompletedTask;

    /// <summary>Ends when all that was asked for until now has been tried.</summary>
    public Task Settled
    {
        get
        {
            lock (_gate)
            {
                return _settled.Task;
            }
        }
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watching = WatchAsync(_stop.Token);
        host.ProcessStarted += Ask;
        foreach (var client in host.Clients)
        {
            Ask(client);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        host.ProcessStarted -= Ask;
        await _stop.CancelAsync();
        await _watching.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _asked.Writer.TryComplete();
        await Task.WhenAny(_watching);
        _stop.Dispose();
    }

    /// <summary>Tries it soon with a process; of several that are asked for meanwhile, with the last.</summary>
    public void Ask(AppServerClient client)
    {
        lock (_gate)
        {
            if (_settled.Task.IsCompleted)
            {
                _settled = NewSignal();
            }

            _asked.Writer.TryWrite(client);
        }
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        if (await Task.Run(trial.Sweep, stop) is var left and > 0)
        {
            LogSwept(left);
        }

        await foreach (var client in _asked.Reader.ReadAllAsync(stop))
        {
#pragma warning disable CA1031 // A try that fails must not end the next one.
            try
            {
                await tries.RunAsync(client, stop);
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(exception);
                tries.Fail();
            }

            lock (_gate)
            {
                if (_asked.Reader.Count == 0)
                {
                    _settled.TrySetResult();
                }
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} folders that tries of dead services left were removed.")]
    private partial void LogSwept(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sandbox could not be tried.")]
    private partial void LogFailed(Exception exception);
}

using CodexA2A.Runner.AppServer;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Threads;

/// <summary>
/// A few threads started ahead of need, so that the first turn of a context does not wait for thread/start.
/// They belong to one process; when it is replaced, what is left of them goes with it. They do not make a process too large.
/// </summary>
internal sealed partial class PrestartedThreads(
    AppServerHost host,
    ThreadSpecs specs,
    IOptions<RunnerOptions> options,
    TimeProvider time,
    ILogger<PrestartedThreads> logger) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<(AppServerClient Client, string ThreadId)> _ready = [];
    private readonly SemaphoreSlim _wanted = new(1, 1);

    /// <summary>A thread of <paramref name="client"/> that nobody has used, or null.</summary>
    public string? TryTake(AppServerClient client)
    {
        string? taken = null;
        lock (_gate)
        {
            var found = _ready.FindLastIndex(thread => thread.Client == client);
            if (found >= 0)
            {
                taken = _ready[found].ThreadId;
                _ready.RemoveAt(found);
            }
        }

        Wake();
        return taken;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (options.Value.PrestartedThreads > 0 && specs.SharesWorkspace)
            {
                await _wanted.WaitAsync(stoppingToken);
                await TryFillAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The threads end with their process.
        }
    }

    private async Task TryFillAsync(CancellationToken stopping)
    {
        try
        {
            await FillAsync(stopping);
        }
        catch (AppServerException exception)
        {
            // Nobody waits for these threads: a turn that finds none starts its own and reports what is wrong.
            LogNotStarted(exception.Message);
            await RetryLaterAsync(stopping);
        }
#pragma warning disable CA1031 // Threads ahead of need are a comfort: nothing about them may end the service.
        catch (Exception exception) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(exception);
            await RetryLaterAsync(stopping);
        }
    }

    private async Task RetryLaterAsync(CancellationToken stopping)
    {
        await Task.Delay(RetryPause, time, stopping);
        Wake();
    }

    private async Task FillAsync(CancellationToken stopping)
    {
        while (true)
        {
            if (await host.GetAheadAsync(stopping) is not { } client || HasEnough(client))
            {
                return;
            }

            var started = await client.StartThreadAheadAsync(specs.Start(ThreadTerms.Plain), stopping);
            lock (_gate)
            {
                _ready.Add((client, started.Thread.Id));
            }
        }
    }

    private bool HasEnough(AppServerClient client)
    {
        lock (_gate)
        {
            // Those of a process that was replaced are nothing to anybody.
            _ready.RemoveAll(thread => thread.Client != client);
            return _ready.Count >= options.Value.PrestartedThreads;
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            if (_wanted.CurrentCount == 0)
            {
                _wanted.Release();
            }
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _wanted.Dispose();
        base.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "No thread could be started ahead: {Reason}")]
    private partial void LogNotStarted(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Starting a thread ahead failed unexpectedly; it goes on.")]
    private partial void LogFailed(Exception exception);
}

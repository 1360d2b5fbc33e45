using CodexA2A.Runner.AppServer.Envelope;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Owns the Codex processes: keeps one ready, starts the next one when it dies (after a growing pause), replaces it when
/// it has grown too large, and ends all of them at the end.
/// </summary>
internal sealed partial class AppServerHost : IHostedService, IAsyncDisposable
{
    private readonly CodexOptions _options;
    private readonly LaunchPlanner _planner;
    private readonly SchemaCheck _schema;
    private readonly TimeProvider _time;
    private readonly AppServerMetrics _metrics;
    private readonly ILogger<AppServerHost> _logger;
    private readonly Lock _gate = new();
    private readonly List<AppServerInstance> _instances = [];
    private readonly CancellationTokenSource _stop = new();
    private int _disposed;
    private TaskCompletionSource<AppServerInstance> _next = NewSlot();
    private TaskCompletionSource _wake = NewSignal();
    private AppServerInstance? _current;
    private CodexUnavailableException? _failure;
    private DateTimeOffset _retryAt;
    private DateTimeOffset _failedAt;
    private Task _supervisor = Task.CompletedTask;
    private bool _started;

    /// <summary>Nothing runs before <see cref="StartAsync"/>.</summary>
    public AppServerHost(IOptions<CodexOptions> options, LaunchPlanner planner, SchemaCheck schema, TimeProvider time, AppServerMetrics metrics, ILogger<AppServerHost> logger)
    {
        _options = options.Value;
        _planner = planner;
        _schema = schema;
        _time = time;
        _metrics = metrics;
        _logger = logger;
    }

    /// <summary>A process is initialised; raised before turns are given to it.</summary>
    public event Action<AppServerClient>? ProcessStarted;

    /// <summary>A process ended; raised once for each, after its calls and subscribers were failed.</summary>
    public event Action<DeathCertificate>? ProcessEnded;

    /// <summary>Processes alive and initialised, draining ones included.</summary>
    public IReadOnlyList<AppServerClient> Clients
    {
        get
        {
            lock (_gate)
                return [.. _instances.Where(instance => !instance.Ended.IsCompleted).Select(instance => instance.Client)];
        }
    }

    /// <summary>What all its processes tell of threads and lists.</summary>
    public CodexNews News { get; } = new();

    /// <summary>Codex is being installed: a turn waits for it.</summary>
    public bool IsInstalling => !_planner.Installing.IsCompleted;

    /// <summary>State for readiness.</summary>
    public AppServerHealth Health
    {
        get
        {
            lock (_gate)
            {
                var problem = _current?.LoginProblem ?? SchemaProblem(_current) ?? (_current is null ? _failure ?? Starting() : null);
                return new AppServerHealth(problem is null, _current?.Client.Version, _current?.Generation, _current?.Client.Pid,
                    _instances.Count, problem?.Reason, problem?.Message, problem?.Fix)
                {
                    Schema = _current?.Client.Schema,
                };
            }
        }
    }

    /// <summary>Starts the first process in the background.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_started)
                return Task.CompletedTask;
            _started = true;
            if (_options.ApprovalPolicy == "on-failure")
                LogOnFailure();
            if (_options.SandboxMode == SandboxModes.External)
                LogExternal();
            else if (_options.SandboxMode == SandboxModes.None)
                LogNoSandbox();
            _supervisor = SuperviseAsync(_stop.Token);
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// A ready process for a thread. Waits for one that is starting; when the last start failed and the next try is not
    /// near, the reason is thrown at once.
    /// </summary>
    /// <exception cref="CodexUnavailableException">There is none; reason, message and fix say why.</exception>
    public ValueTask<AppServerClient> GetAsync(CancellationToken cancellationToken) =>
        GetAsync(client => IsTooLarge(client, null), cancellationToken);

    /// <summary>The same for a thread that exists: where it is loaded already, it makes the process no larger.</summary>
    /// <exception cref="CodexUnavailableException">There is none; reason, message and fix say why.</exception>
    public ValueTask<AppServerClient> GetAsync(string threadId, CancellationToken cancellationToken) =>
        GetAsync(client => IsTooLarge(client, threadId), cancellationToken);

    /// <summary>
    /// The process that new threads go to, for one that nobody needs yet: what is started ahead replaces no process.
    /// Null when the process takes too much memory already.
    /// </summary>
    /// <exception cref="CodexUnavailableException">There is none; reason, message and fix say why.</exception>
    public async ValueTask<AppServerClient?> GetAheadAsync(CancellationToken cancellationToken) =>
        await GetAsync(_ => false, cancellationToken, ahead: true) is var client && !TakesTooMuch(client) ? client : null;

    private async ValueTask<AppServerClient> GetAsync(Func<AppServerClient, bool> isTooLarge, CancellationToken cancellationToken, bool ahead = false)
    {
        // Told to be dead already, and not yet parted with: whoever asks now wants its successor.
        if (DeadCurrent() is { } dead)
            await LeaveAsync(dead);
        Task<AppServerInstance> next;
        lock (_gate)
        {
            if (_stop.IsCancellationRequested)
                throw Stopping();
            if (_current is { } current)
            {
                if (current.LoginProblem is null && !isTooLarge(current.Client))
                    return current.Client;
                if (current.LoginProblem is { } problem && !HomeChanged(current))
                    throw problem;
                Retire(current, current.LoginProblem is null ? "it has grown too large." : "the login has changed.");
            }
            else if (_failure is { } failure && _retryAt - _time.GetUtcNow() > WaitAtMost && (ahead || !TryAgainNow(failure)))
            {
                throw failure;
            }

            next = _next.Task;
        }

        return await WaitAsync(next, cancellationToken);
    }

    private AppServerInstance? DeadCurrent()
    {
        lock (_gate)
            return _current is { } current && current.Client.Ended.IsCompleted ? current : null;
    }

    /// <summary>The live process of that generation, draining or not; null when it is gone.</summary>
    public AppServerClient? Find(string generation)
    {
        lock (_gate)
            return _instances.Find(instance => instance.Generation == generation && !instance.Ended.IsCompleted)?.Client;
    }

    /// <summary>
    /// Gives the process no new threads and starts a fresh one; the old one is ended once nobody follows a thread of it and no request waits.
    /// Its threads can be followed and given turns until then.
    /// </summary>
    public void MarkDraining(AppServerClient client, string reason)
    {
        lock (_gate)
        {
            if (_instances.Find(instance => instance.Generation == client.Generation) is { } instance && !client.IsDraining)
                Retire(instance, reason);
        }
    }

    /// <summary>Ends all processes.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _supervisor.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The container asks once for each way in which the host is registered.
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await StopAsync(CancellationToken.None);
        _stop.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<AppServerInstance> NewSlot()
    {
        var slot = new TaskCompletionSource<AppServerInstance>(TaskCreationOptions.RunContinuationsAsynchronously);

        // Nobody may be waiting when it fails; the supervisor has logged why.
        _ = slot.Task.ContinueWith(static task => _ = task.Exception, CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return slot;
    }

    private static CodexUnavailableException Stopping() => new(CodexUnavailableReason.Recycling,
        "This service is stopping.", "Send the message again in a moment.");

    private CodexUnavailableException Starting() => new(CodexUnavailableReason.Recycling,
        IsInstalling ? "Codex is being installed." : "Codex is starting.", "Wait a moment; the log tells what it does.");

    private async Task<AppServerClient> WaitAsync(Task<AppServerInstance> next, CancellationToken cancellationToken)
    {
        while (true)
        {
            // An installation takes as long as it takes, within its own limit; only then the start has one.
            await Task.WhenAny(next, _planner.Installing).WaitAsync(cancellationToken);
            try
            {
                var instance = await next.WaitAsync(_options.InitializeTimeout + WaitAtMost, _time, cancellationToken);
                return instance.LoginProblem is { } problem ? throw problem : instance.Client;
            }
            catch (TimeoutException) when (!_planner.Installing.IsCompleted)
            {
                // It began in the meantime.
            }
            catch (TimeoutException error)
            {
                throw new CodexUnavailableException(CodexUnavailableReason.TimedOut,
                    "Codex did not get ready in time.", "Look at the log: it tells what Codex is doing.", error);
            }
        }
    }

    private bool IsTooLarge(AppServerClient client, string? threadId) =>
        (client.BusyThreadCount >= _options.MaxLoadedThreads && (threadId is null || !client.IsLoaded(threadId))) || TakesTooMuch(client);

    private bool TakesTooMuch(AppServerClient client) =>
        _options.MaxResidentMegabytes > 0
        && ProcessMemory.ResidentBytes(client.Pid) is { } bytes && bytes > _options.MaxResidentMegabytes * 1024L * 1024;

    private CodexUnavailableException? SchemaProblem(AppServerInstance? instance) =>
        instance is null ? null : SchemaPolicy.Problem(instance.Client.Schema, _options);

    private bool HomeChanged(AppServerInstance instance) => _planner.Home.Stamp() != instance.HomeStamp;

    // What a person repairs shall work with the next message, not only after the pause. Called under the lock.
    private bool TryAgainNow(CodexUnavailableException failure)
    {
        if (failure.Reason is not (CodexUnavailableReason.Missing or CodexUnavailableReason.UnsupportedVersion)
            || _time.GetUtcNow() - _failedAt < RepairPause)
        {
            return false;
        }

        Wake();
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Codex:ApprovalPolicy=on-failure no longer exists; read as on-request")]
    private partial void LogOnFailure();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Codex:SandboxMode=external: Codex confines no command. Whatever this service runs in must be the fence, its network included.")]
    private partial void LogExternal();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Codex:SandboxMode=danger-full-access: commands run without a sandbox, with all rights of this service.")]
    private partial void LogNoSandbox();
}

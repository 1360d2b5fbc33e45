using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Ids and answers in both directions over one transport: matches answers to our requests, hands Codex's requests and
/// notifications on, and fails everything when the process is gone.
/// </summary>
internal sealed partial class AppServerConnection : IAsyncDisposable
{
    /// <summary>Requests at once: beyond some 2,000 Codex drops answers without a word.</summary>
    internal const int MaxInFlight = 64;

    private const int Overloaded = -32001;

    private readonly StdioTransport _transport;
    private readonly string _generation;
    private readonly TimeSpan _requestTimeout;
    private readonly TimeProvider _time;
    private readonly AppServerMetrics _metrics;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _slots = new(MaxInFlight, MaxInFlight);
    private readonly ConcurrentDictionary<long, PendingRequest> _pending = new();
    private readonly ConcurrentDictionary<string, byte> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _abandoned = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _named = new(StringComparer.Ordinal);
    private readonly Channel<(RequestId Id, string Message)> _refusals = Channel.CreateBounded<(RequestId, string)>(1024);
    private readonly TaskCompletionSource<DeathCertificate> _died = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Never disposed: it has no timer, and a late caller must read about the death and not about the disposal.
    private readonly CancellationTokenSource _stop = new();
    private readonly NotificationRouter _router;
    private volatile IReadOnlyList<string> _mistrusted = [];
    private DeathCertificate? _dead;
    private Task _refuser = Task.CompletedTask;
    private long _lastId;

    /// <param name="transport">Lines.</param>
    /// <param name="generation">The process's random id.</param>
    /// <param name="settings">Limits.</param>
    /// <param name="process">Takes what concerns no thread; runs on the reader thread.</param>
    /// <param name="time">Clock.</param>
    /// <param name="metrics">Counters.</param>
    /// <param name="logger">Log.</param>
    public AppServerConnection(
        StdioTransport transport,
        string generation,
        ConnectionSettings settings,
        Action<Notification> process,
        TimeProvider time,
        AppServerMetrics metrics,
        ILogger logger)
    {
        _transport = transport;
        _generation = generation;
        _requestTimeout = settings.RequestTimeout;
        _time = time;
        _metrics = metrics;
        _logger = logger;
        _router = new NotificationRouter(settings.Subscription, settings.Parking, time, metrics, Refuse, process);
    }

    /// <summary>Requests that wait for their answer.</summary>
    public int InFlight => _pending.Count;

    /// <summary>Threads that are followed.</summary>
    public int Subscriptions => _router.Count;

    /// <summary>Hears what Codex tells of threads and lists, beside whoever follows a thread; called on the reader thread, before anybody else.</summary>
    public CodexNews? News { get; init; }

    /// <summary>Starts reading.</summary>
    public void Start()
    {
        _refuser = RefuseAllAsync();
        _transport.Start(OnLine, $"codex-{_generation}");
    }

    /// <inheritdoc cref="NotificationRouter.Subscribe"/>
    public ThreadSubscription Subscribe(string threadId) => _router.Subscribe(threadId);

    /// <inheritdoc cref="NotificationRouter.Await"/>
    public void Await(string threadId) => _router.Await(threadId);

    /// <inheritdoc cref="NotificationRouter.GiveUp(string)"/>
    public void GiveUp(string threadId) => _router.GiveUp(threadId);

    /// <inheritdoc cref="AppServerClient.Abandon"/>
    public void Abandon(string threadId) => _abandoned[threadId] = 0;

    /// <summary>Requests of Codex that are refused from now on, because their shape is not the one we know.</summary>
    public void Mistrust(IReadOnlyList<string> methods) => _mistrusted = methods;

    /// <inheritdoc cref="NotificationRouter.BeginStart"/>
    public void BeginStart() => _router.BeginStart();

    /// <inheritdoc cref="NotificationRouter.EndStart"/>
    public void EndStart(string? threadId) => _router.EndStart(threadId);

    /// <summary>Calls a method of Codex. Overload is tried again, with a growing random pause, until the limit.</summary>
    /// <exception cref="AppServerRequestException">Codex answered with an error.</exception>
    /// <exception cref="AppServerDiedException">The process ended first.</exception>
    /// <exception cref="AppServerTimeoutException">No answer in time.</exception>
    public async Task<TResult> CallAsync<TParams, TResult>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parametersType,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellationToken,
        TimeSpan? timeout = null)
    {
        if (Volatile.Read(ref _dead) is { } dead)
            throw new AppServerDiedException(dead);
        using var activity = AppServerTracing.Start(method);
        var limit = timeout ?? _requestTimeout;
        using var deadline = new CancellationTokenSource(limit, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken, _stop.Token);
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    return await CallOnceAsync(method, parameters, parametersType, resultType, linked.Token);
                }
                catch (AppServerRequestException error) when (error.Code == Overloaded)
                {
                    _metrics.Overloaded();
                    await Task.Delay(Backoff.Jittered(attempt, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2)), _time, linked.Token);
                }
            }
        }
        catch (Exception error) when (AppServerTracing.Failed(activity, error))
        {
            throw;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Volatile.Read(ref _dead) is { } certificate
                ? new AppServerDiedException(certificate)
                : new AppServerTimeoutException(method, limit);
        }
    }

    /// <summary>Sends a notification without parameters.</summary>
    public async ValueTask NotifyAsync(string method, CancellationToken cancellationToken) =>
        await SendAsync(WireWriter.Notification(method), cancellationToken);

    /// <summary>The process is gone: everything that waits fails, every subscriber reads its end.</summary>
    public void Fail(DeathCertificate certificate)
    {
        if (Interlocked.CompareExchange(ref _dead, certificate, null) is not null)
            return;
        var error = new AppServerDiedException(certificate);
        foreach (var id in _pending.Keys)
        {
            if (_pending.TryRemove(id, out var request))
                request.Fail(error);
        }

        _open.Clear();
        _died.TrySetResult(certificate);
        _stop.Cancel();
        _router.FailAll(certificate);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _refuser;
        _router.Dispose();
        _transport.Dispose();
    }

    private async Task<TResult> CallOnceAsync<TParams, TResult>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parametersType,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        _metrics.InFlight(1);
        var id = Interlocked.Increment(ref _lastId);
        try
        {
            var request = new PendingRequest<TResult>(method, resultType);
            _pending[id] = request;
            await SendAsync(WireWriter.Request(id, method, parameters, parametersType, Activity.Current), cancellationToken);
            return await request.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _pending.TryRemove(id, out _);
            _metrics.InFlight(-1);
            _slots.Release();
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        try
        {
            await _transport.WriteAsync(line, cancellationToken);
        }
        catch (IOException error)
        {
            // The pipe breaks a moment before the certificate is written: wait for it, it says more.
            LogWriteFailed(_generation, error);
            throw new AppServerDiedException(await _died.Task.WaitAsync(cancellationToken));
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Writing to Codex {Generation} failed")]
    private partial void LogWriteFailed(string generation, Exception error);
}

/// <summary>Limits of a connection.</summary>
/// <param name="RequestTimeout">Limit of each request.</param>
/// <param name="Subscription">Bounds of each subscription.</param>
/// <param name="Parking">Bounds of what is parked.</param>
internal sealed record ConnectionSettings(TimeSpan RequestTimeout, SubscriptionLimits Subscription, ParkingLimits Parking);

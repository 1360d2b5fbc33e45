using System.Security.Cryptography;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>One Codex process with its layers: started, introduced, watched, ended.</summary>
internal sealed partial class AppServerInstance : IAsyncDisposable
{
    private static readonly TimeSpan StopStep = TimeSpan.FromSeconds(2);

    private readonly AppServerProcess _process;
    private readonly StdioTransport _transport;
    private readonly AppServerConnection _connection;
    private readonly Task<DeathCertificate> _watch;
    private readonly CodexOptions _options;
    private readonly AppServerMetrics _metrics;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Lock _ending = new();
    private AppServerClient? _client;
    private Task? _stopped;
    private int _disposed;

    private AppServerInstance(LaunchPlan plan, CodexOptions options, string homeStamp, TimeProvider time, AppServerMetrics metrics, CodexNews? news, ILogger logger)
    {
        _options = options;
        _metrics = metrics;
        _logger = logger;
        _time = time;
        Plan = plan;
        HomeStamp = homeStamp;
        Generation = RandomNumberGenerator.GetHexString(16, lowercase: true);
        Started = time.GetUtcNow();
        _process = AppServerProcess.Start(plan, Generation, time, logger);
        _transport = new StdioTransport(_process.Output, _process.Input, options.MaxLineBytes, options.RequestTimeout, time,
            () => _process.Kill(DeathReason.InputBlocked, "it did not read its input in time."));
        _connection = new AppServerConnection(_transport, Generation,
            new ConnectionSettings(options.RequestTimeout, SubscriptionLimits.Default, ParkingLimits.Default),
            OnProcessNotification, time, metrics, logger)
        { News = news };
        metrics.Started();
        _connection.Start();
        _watch = WatchAsync();
    }

    /// <summary>Random id of the process.</summary>
    public string Generation { get; }

    /// <summary>How it was started.</summary>
    public LaunchPlan Plan { get; }

    /// <summary><see cref="CodexHome.Stamp"/> from before the start: Codex reads its login only once.</summary>
    public string HomeStamp { get; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>Why it cannot work for want of credentials; null when it can.</summary>
    public CodexUnavailableException? LoginProblem { get; private set; }

    /// <summary>Typed calls; there once <see cref="StartAsync"/> returned.</summary>
    public AppServerClient Client => _client ?? throw new InvalidOperationException("The process is not initialised.");

    /// <summary>Completes when the process has ended and everyone was told.</summary>
    public Task<DeathCertificate> Ended => _watch;

    /// <summary>Starts a process and introduces us to it.</summary>
    /// <exception cref="CodexUnavailableException">It would not start, was not ready in time, or has the wrong version.</exception>
    public static async Task<AppServerInstance> StartAsync(
        LaunchPlan plan,
        CodexOptions options,
        string homeStamp,
        TimeProvider time,
        AppServerMetrics metrics,
        CodexNews? news,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var instance = new AppServerInstance(plan, options, homeStamp, time, metrics, news, logger);
        try
        {
            await instance.InitializeAsync(cancellationToken);
            return instance;
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the process, politely first. May be called again, by several at a time.</summary>
    public Task StopAsync(string detail)
    {
        lock (_ending)
            return _stopped ??= StopOnceAsync(detail);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync("it was no longer needed.");
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _connection.DisposeAsync();
        _process.Dispose();
    }

    private async Task StopOnceAsync(string detail)
    {
        if (!_watch.IsCompleted)
            await _process.StopAsync(_transport.CloseInput, StopStep, detail);
        await _watch;
    }

    private async Task InitializeAsync(CancellationToken cancellationToken)
    {
        InitializeResult server;
        try
        {
            server = await _connection.CallAsync("initialize",
                new InitializeParams(
                    new ClientInfo(RolloutOrigin.Ours, "CodexA2A", typeof(AppServerInstance).Assembly.GetName().Version?.ToString(3) ?? "0.0.0"),
                    new InitializeCapabilities(ExperimentalApi: true, OptOutNotificationMethods: OptOutNotifications.Methods)),
                AppServerJson.Default.InitializeParams, AppServerJson.Default.InitializeResult, cancellationToken, _options.InitializeTimeout);
            await _connection.NotifyAsync("initialized", cancellationToken);
        }
        catch (AppServerTimeoutException error)
        {
            _process.Kill(DeathReason.InitializeTimedOut, "it did not get ready in time.");
            throw new CodexUnavailableException(CodexUnavailableReason.TimedOut,
                $"Codex did not get ready within {_options.InitializeTimeout.TotalSeconds:0.#} s.",
                "Look at the log for what Codex printed; raise Codex:InitializeTimeout if this machine is slow.", error);
        }
        catch (AppServerDiedException error)
        {
            throw StartFailures.Explain(error.Certificate, error);
        }
        catch (AppServerException error)
        {
            throw new CodexUnavailableException(CodexUnavailableReason.FailedToStart,
                $"Codex refused to start: {error.Message}",
                $"Check that {Plan.Executable} is Codex {_options.SupportedVersions}.", error);
        }

        var version = CodexVersion.Find(server.UserAgent);
        CheckVersion(version);
        _client = new AppServerClient(_connection, ThreadConfig.Default, Generation, _process.Pid, server, version?.ToString() ?? "unknown", _time);
        LoginProblem = await CheckLoginAsync(cancellationToken);
        LogReady(_process.Pid, Generation, _client.Version);
    }

    private void CheckVersion(CodexVersion? version)
    {
        if (version is not null && CodexVersionRange.Parse(_options.SupportedVersions).Contains(version))
            return;
        if (_options.AllowUnsupportedVersion)
        {
            LogUnsupported(version, _options.SupportedVersions);
            return;
        }

        throw new CodexUnavailableException(CodexUnavailableReason.UnsupportedVersion,
            $"Codex is version {version?.ToString() ?? "unknown"}; this service works with {_options.SupportedVersions}.",
            "Install a supported version, remove Codex:Executable to use the pinned one, or set Codex:AllowUnsupportedVersion=true at your own risk.");
    }

    private async Task<CodexUnavailableException?> CheckLoginAsync(CancellationToken cancellationToken)
    {
        try
        {
            var account = await Client.ReadAccountAsync(cancellationToken);
            var providers = account.RequiresOpenaiAuth ? null : await Client.ListModelProvidersAsync(cancellationToken);
            return LoginCheck.Problem(account, providers, Plan.Environment);
        }
        catch (AppServerDiedException error)
        {
            throw StartFailures.Explain(error.Certificate, error);
        }
        catch (AppServerTimeoutException error)
        {
            throw new CodexUnavailableException(CodexUnavailableReason.TimedOut,
                "Codex started, but does not answer.", $"{error.Message} Look at the log for what it printed.", error);
        }
        catch (AppServerException error)
        {
            // A Codex that cannot say who is logged in may still work; a turn will tell.
            LogLoginUnknown(error);
            return null;
        }
    }

    private async Task<DeathCertificate> WatchAsync()
    {
        var certificate = await _process.WatchAsync(_transport.Ended);
        _metrics.Died(certificate.Reason);
        LogEnded(certificate.Reason == DeathReason.Stopped ? LogLevel.Information : LogLevel.Warning, certificate, Generation);
        // First, so that who is failed and asks for a process again is not given this one.
        _client?.End(certificate);
        _connection.Fail(certificate);
        return certificate;
    }

    // On the reader thread: only keeps and logs.
    private void OnProcessNotification(Notification notification)
    {
        switch (notification)
        {
            case AccountRateLimitsUpdatedNotification { RateLimits: { } limits } when _client is { } client:
                client.RateLimits = limits.Over(client.RateLimits);
                break;
            case ConfigWarningNotification warning:
                LogWarning(warning.Summary, warning.Details ?? "");
                break;
            case DeprecationNoticeNotification notice:
                LogDeprecation(notice.Summary, notice.Details ?? "");
                break;
            case WarningNotification warning:
                LogWarning(warning.Message, "");
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Codex {Version} is ready: process {Pid}, generation {Generation}")]
    private partial void LogReady(int pid, string generation, string version);

    [LoggerMessage(Message = "{Certificate} (generation {Generation})")]
    private partial void LogEnded(LogLevel level, DeathCertificate certificate, string generation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Codex {Version} is outside {Range}; going on because Codex:AllowUnsupportedVersion is set")]
    private partial void LogUnsupported(CodexVersion? version, string range);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Codex did not say whether it is logged in")]
    private partial void LogLoginUnknown(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Codex warns: {Summary} {Details}")]
    private partial void LogWarning(string? summary, string details);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Codex announces: {Summary} {Details}")]
    private partial void LogDeprecation(string? summary, string details);
}

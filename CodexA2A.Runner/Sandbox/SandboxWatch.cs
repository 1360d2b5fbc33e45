using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Policies;
using CodexA2A.Runner.Threads;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Sandbox;

/// <summary>
/// Tries the sandbox beside the work: with each Codex process whose policy was not tried yet, and when Codex's configuration has changed.
/// Each mode that a principal has is tried by itself. Knows what came of it last, and refuses turns where the setting wants the promise kept.
/// </summary>
internal sealed partial class SandboxWatch : IHostedService, IAsyncDisposable
{
    /// <summary>Value of <c>Codex:SandboxPromise</c>: turns are refused until a try has shown that the promise is kept.</summary>
    public const string Require = "require";

    /// <summary>What is no policy's but holds for all others.</summary>
    private const string Common = "";

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    private readonly AppServerHost _host;
    private readonly SandboxTrial _trial;
    private readonly ShownSandbox _shown;
    private readonly CodexHome _home;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly bool _required;
    private readonly string? _common;
    private readonly string[] _modes;
    private readonly ConcurrentDictionary<string, SandboxReport> _reports = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Channel<AppServerClient> _asked = Channel.CreateBounded<AppServerClient>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private TaskCompletionSource _settled = NewSignal();
    private Task _watching = Task.CompletedTask;
    private volatile string? _stamp;

    public SandboxWatch(
        AppServerHost host, IOptions<CodexOptions> options, SandboxTrial trial, ShownSandbox shown, PrincipalPolicies policies, CodexHome home, IMeterFactory meters, TimeProvider time, ILogger<SandboxWatch> logger)
    {
        (_host, _trial, _shown, _home, _time, _logger) = (host, trial, shown, home, time, logger);
        (_common, _required) = (options.Value.SandboxMode, options.Value.SandboxPromise == Require);
        _modes = [Common, .. policies.Modes];
        meters.Create(AppServerMetrics.MeterName).CreateObservableGauge("codex.sandbox.holds", Holds, "{sandbox}", "Whether the sandbox keeps what its mode promises: 1 yes, 0 no; nothing where it is not known or nothing is promised.");
    }

    /// <summary>What came of the last try with the mode that holds for all who have no other; null before the first.</summary>
    public SandboxReport? Report => _reports.GetValueOrDefault(Common);

    /// <summary>What came of the last try with the mode of a policy; null before the first.</summary>
    public SandboxReport? ReportOf(PrincipalPolicy policy) => _reports.GetValueOrDefault(ModeOf(policy));

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watching = WatchAsync(_stop.Token);
        _host.ProcessStarted += Ask;
        foreach (var client in _host.Clients)
        {
            Ask(client);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _host.ProcessStarted -= Ask;
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

    /// <summary>Lets work pass: at once by default; with <c>require</c> when the promise is shown to be kept, waiting for a try that runs.</summary>
    /// <param name="policy">Whose work it is.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TurnRefusedException">SANDBOX_NOT_MET.</exception>
    /// <exception cref="CodexUnavailableException">There is no Codex to try it with.</exception>
    public async Task PassAsync(PrincipalPolicy policy, CancellationToken cancellationToken)
    {
        var client = _required ? await _host.GetAsync(cancellationToken) : IsChanged() ? _host.Clients.FirstOrDefault(one => !one.IsDraining) : null;
        if (client is not null && IsStale(policy))
        {
            Ask(client);
        }

        if (!_required)
        {
            return;
        }

        Task settled;
        lock (_gate)
        {
            settled = _settled.Task;
        }

        await Task.WhenAny(settled, Task.Delay(SandboxTrial.Limit * _modes.Length, _time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (ReportOf(policy) is not { Holds: SandboxReport.Yes } || !settled.IsCompleted)
        {
            throw SandboxRefusal.Of(ReportOf(policy));
        }
    }

    private string ModeOf(PrincipalPolicy policy) => policy.SandboxMode is { } mode && mode != _common ? mode : Common;

    private bool IsChanged() => _stamp is { } stamp && stamp != _home.Stamp();

    // What a person mends shall work without a restart.
    private bool IsStale(PrincipalPolicy policy) => IsChanged() || (ReportOf(policy) is { Holds: not SandboxReport.Yes } report && _time.GetUtcNow() - report.TriedAt > Again);

    private void Ask(AppServerClient client)
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
        if (await Task.Run(_trial.Sweep, stop) is var left and > 0)
        {
            LogSwept(left);
        }

        await foreach (var client in _asked.Reader.ReadAllAsync(stop))
        {
#pragma warning disable CA1031 // A try that fails must not end the next one.
            try
            {
                await TryAsync(client, stop);
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(exception);
                // What was shown before need not hold any more, and what is not known is tried again.
                foreach (var mode in _modes)
                {
                    var assumed = _trial.Assumed(Named(mode));
                    Tell(mode, assumed, _trial.Failed(assumed, "It could not be tried; the service's log says why."));
                }
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

    private async Task TryAsync(AppServerClient client, CancellationToken stop)
    {
        foreach (var mode in _modes)
        {
            await TryAsync(client, mode, stop);
        }
    }

    private static string? Named(string mode) => mode == Common ? null : mode;

    private async Task TryAsync(AppServerClient client, string mode, CancellationToken stop)
    {
        var stamp = _home.Stamp();
        using var limit = new CancellationTokenSource(SandboxTrial.Limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        SandboxSubject? subject = null;
        try
        {
            subject = await _trial.SubjectAsync(client, Named(mode), either.Token);
            var key = $"{client.Version} {subject.Key}";
            if (key == _keys.GetValueOrDefault(mode) && _reports.GetValueOrDefault(mode) is { Holds: SandboxReport.Yes or SandboxReport.Nothing })
            {
                _stamp = stamp;
                return;
            }

            Tell(mode, subject, await _trial.RunAsync(client, subject, either.Token));
            (_keys[mode], _stamp) = (key, stamp);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            subject ??= _trial.Assumed(Named(mode));
            _stamp = stamp;
            Tell(mode, subject, _trial.Failed(subject, "Codex did not answer in time."));
        }
        catch (AppServerDiedException)
        {
            // Its successor is tried.
        }
    }

    private void Tell(string mode, SandboxSubject subject, SandboxReport report)
    {
        if (_required && report.Holds == SandboxReport.Yes)
        {
            // Before anybody passes because of it; and kept for who has passed, whatever comes of the next one.
            _shown.Keep(subject);
        }

        _reports[mode] = report;
        if (report.Holds == SandboxReport.No)
        {
            LogBroken(report.Summary);
        }
        else if (report.Holds == SandboxReport.Unknown)
        {
            LogUnknown(report.Summary, report.Problem);
        }
        else
        {
            LogReport(report.Summary);
        }
    }

    private IEnumerable<Measurement<int>> Holds() => _reports.Values
        .Where(report => report.Holds is SandboxReport.Yes or SandboxReport.No)
        .Select(report => new Measurement<int>(report.Holds == SandboxReport.Yes ? 1 : 0, new KeyValuePair<string, object?>("mode", report.Mode)));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Information, Message = "The sandbox was tried. {Summary}")]
    private partial void LogReport(string summary);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sandbox does not keep what its mode promises. {Summary}")]
    private partial void LogBroken(string summary);

    [LoggerMessage(Level = LogLevel.Warning, Message = "It is not known whether the sandbox keeps what its mode promises. {Summary}. {Problem}")]
    private partial void LogUnknown(string summary, string? problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} folders that tries of dead services left were removed.")]
    private partial void LogSwept(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sandbox could not be tried.")]
    private partial void LogFailed(Exception exception);
}

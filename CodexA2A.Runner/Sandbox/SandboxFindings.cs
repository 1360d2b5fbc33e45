using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Policies;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Sandbox;

/// <summary>What came of the last try with each mode that a principal has; told to the log and to whoever measures.</summary>
internal sealed partial class SandboxFindings
{
    /// <summary>What is no policy's but holds for all others.</summary>
    private const string Common = "";

    private readonly ShownSandbox _shown;
    private readonly ILogger _logger;
    private readonly bool _required;
    private readonly string? _common;
    private readonly ConcurrentDictionary<string, SandboxReport> _reports = new(StringComparer.Ordinal);

    public SandboxFindings(IOptions<CodexOptions> options, ShownSandbox shown, PrincipalPolicies policies, IMeterFactory meters, ILogger<SandboxWatch> logger)
    {
        (_shown, _logger) = (shown, logger);
        (_common, _required) = (options.Value.SandboxMode, options.Value.SandboxPromise == SandboxPromise.Require);
        Modes = [null, .. policies.Modes];
        meters.Create(AppServerMetrics.MeterName).CreateObservableGauge("codex.sandbox.holds", Holds, "{sandbox}", "Whether the sandbox keeps what its mode promises: 1 yes, 0 no; nothing where it is not known or nothing is promised.");
    }

    /// <summary>Each mode that there is something to find out about; null is the one that holds for all who have no other.</summary>
    public IReadOnlyList<string?> Modes { get; }

    /// <summary>What came of the last try with the mode that holds for all who have no other; null before the first.</summary>
    public SandboxReport? Report => OfMode(null);

    /// <summary>What came of the last try with the mode of a policy; null before the first.</summary>
    public SandboxReport? Of(PrincipalPolicy policy) => OfMode(policy.SandboxMode != _common ? policy.SandboxMode : null);

    /// <summary>What came of the last try with one of <see cref="Modes"/>; null before the first.</summary>
    public SandboxReport? OfMode(string? mode) => _reports.GetValueOrDefault(mode ?? Common);

    /// <summary>Takes in what came of a try.</summary>
    /// <param name="mode">One of <see cref="Modes"/>.</param>
    /// <param name="subject">What was tried.</param>
    /// <param name="report">What came of it.</param>
    public void Tell(string? mode, SandboxSubject subject, SandboxReport report)
    {
        if (_required && report.Holds == SandboxReport.Yes)
        {
            // Before anybody passes because of it; and kept for who has passed, whatever comes of the next one.
            _shown.Keep(subject);
        }

        _reports[mode ?? Common] = report;
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

    [LoggerMessage(Level = LogLevel.Information, Message = "The sandbox was tried. {Summary}")]
    private partial void LogReport(string summary);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sandbox does not keep what its mode promises. {Summary}")]
    private partial void LogBroken(string summary);

    [LoggerMessage(Level = LogLevel.Warning, Message = "It is not known whether the sandbox keeps what its mode promises. {Summary}. {Problem}")]
    private partial void LogUnknown(string summary, string? problem);
}

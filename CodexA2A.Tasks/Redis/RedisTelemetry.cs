using System.Diagnostics.Metrics;

namespace CodexA2A.Tasks.Redis;

/// <summary>What the seam over Redis tells about itself, under the name <see cref="SeamTelemetry.Name"/>.</summary>
internal sealed class RedisTelemetry : IDisposable
{
    private readonly Meter _meter = new(SeamTelemetry.Name);
    private readonly Histogram<double> _eventAge;
    private readonly Histogram<double> _sentAge;
    private readonly Histogram<double> _renewTime;
    private readonly UpDownCounter<int> _followers;
    private readonly Counter<long> _fenced;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _resyncs;
    private Lag? _lag;

    public RedisTelemetry()
    {
        _eventAge = _meter.CreateHistogram<double>("codexa2a.seam.event.age", "s", "From the writing of an event to its being visible to readers.");
        _sentAge = _meter.CreateHistogram<double>("codexa2a.seam.event.sent.age", "s", "From the writing of an event to its being given to a reader who follows live.");
        _renewTime = _meter.CreateHistogram<double>("codexa2a.seam.renew.duration", "s", "One renewal of a runner's leases.");
        _followers = _meter.CreateUpDownCounter<int>("codexa2a.seam.followers", "{follower}", "Readers that follow a task's log now.");
        _fenced = _meter.CreateCounter<long>("codexa2a.seam.fenced", "{append}", "Appends that were refused because the lease was lost.");
        _gaps = _meter.CreateCounter<long>("codexa2a.seam.gaps", "{append}", "Appends that found the end of the log lost.");
        _resyncs = _meter.CreateCounter<long>("codexa2a.seam.resyncs", "{reader}", "Readers that were given a snapshot in place of events.");
        // A series that begins with its first event shows no growth to whoever watches for one.
        _fenced.Add(0);
        _gaps.Add(0);
        _resyncs.Add(0);
        Gauge("codexa2a.seam.ready", "{session}", "Sessions that wait for an owner.", lag => lag.Ready);
        Gauge("codexa2a.seam.ready.age", "s", "How long the first of them has waited.", lag => lag.OldestReady.TotalSeconds);
        Gauge("codexa2a.seam.leases.overdue", "{session}", "Leases that ran out and were not taken over yet.", lag => lag.Overdue);
        Gauge("codexa2a.seam.queue.length", "{command}", "Commands that are not finished.", lag => lag.Commands);
        Gauge("codexa2a.seam.command.age", "s", "The age of the oldest command that was not begun.", lag => lag.OldestCommand.TotalSeconds);
    }

    /// <summary>The meter of this process' seam.</summary>
    public Meter Meter => _meter;

    /// <summary>How far runners are behind now; null when it is not known, and then nothing is told.</summary>
    public void Behind(Lag? lag) => Volatile.Write(ref _lag, lag);

    /// <summary>An event reached this process.</summary>
    public void Published(TimeSpan age) => _eventAge.Record(age.TotalSeconds);

    /// <summary>A reader who follows live was given events, the oldest of this age.</summary>
    public void Sent(TimeSpan age) => _sentAge.Record(age.TotalSeconds);

    /// <summary>A renewal ended.</summary>
    public void Renewed(TimeSpan took) => _renewTime.Record(took.TotalSeconds);

    /// <summary>A reader came (1) or went (-1).</summary>
    public void Followers(int change) => _followers.Add(change);

    /// <summary>An append ended.</summary>
    public void Appended(AppendStatus status)
    {
        if (status == AppendStatus.Fenced)
        {
            _fenced.Add(1);
        }
        else if (status == AppendStatus.Gap)
        {
            _gaps.Add(1);
        }
    }

    /// <summary>A reader got a snapshot.</summary>
    public void Resynced() => _resyncs.Add(1);

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();

    // The same in every process: they are about the whole fleet.
    private void Gauge(string name, string unit, string what, Func<Lag, double> value) => _meter.CreateObservableGauge(
        name, () => Volatile.Read(ref _lag) is { } lag ? [new Measurement<double>(value(lag))] : Array.Empty<Measurement<double>>(), unit, what);
}

using System.Diagnostics.Metrics;

namespace CodexA2A.Tasks.Redis;

/// <summary>What the seam over Redis tells about itself, under the name <see cref="SeamTelemetry.Name"/>.</summary>
internal sealed class RedisTelemetry : IDisposable
{
    private readonly Meter _meter = new(SeamTelemetry.Name);
    private readonly Histogram<double> _eventAge;
    private readonly Histogram<double> _renewTime;
    private readonly UpDownCounter<int> _followers;
    private readonly Counter<long> _fenced;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _resyncs;
    private Lag _lag = new(0, TimeSpan.Zero, 0);

    public RedisTelemetry()
    {
        _eventAge = _meter.CreateHistogram<double>("codexa2a.seam.event.age", "s", "From the writing of an event to its being visible to readers.");
        _renewTime = _meter.CreateHistogram<double>("codexa2a.seam.renew.duration", "s", "One renewal of a runner's leases.");
        _followers = _meter.CreateUpDownCounter<int>("codexa2a.seam.followers", "{follower}", "Readers that follow a task's log now.");
        _fenced = _meter.CreateCounter<long>("codexa2a.seam.fenced", "{append}", "Appends that were refused because the lease was lost.");
        _gaps = _meter.CreateCounter<long>("codexa2a.seam.gaps", "{append}", "Appends that found the end of the log lost.");
        _resyncs = _meter.CreateCounter<long>("codexa2a.seam.resyncs", "{reader}", "Readers that were given a snapshot in place of events.");
        _meter.CreateObservableGauge("codexa2a.seam.ready", () => Volatile.Read(ref _lag).Ready, "{session}", "Sessions that wait for an owner.");
        _meter.CreateObservableGauge("codexa2a.seam.ready.age", () => Volatile.Read(ref _lag).OldestReady.TotalSeconds, "s", "How long the first of them has waited.");
        _meter.CreateObservableGauge("codexa2a.seam.leases.overdue", () => Volatile.Read(ref _lag).Overdue, "{session}", "Leases that ran out and were not taken over yet.");
    }

    /// <summary>How far runners are behind now.</summary>
    public void Behind(Lag lag) => Volatile.Write(ref _lag, lag);

    /// <summary>An event reached this process.</summary>
    public void Published(TimeSpan age) => _eventAge.Record(age.TotalSeconds);

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
}

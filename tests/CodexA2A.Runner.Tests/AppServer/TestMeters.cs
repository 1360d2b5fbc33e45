using System.Diagnostics.Metrics;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>Metrics of one test, with a sum per instrument.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _sums = [];
    private readonly List<Meter> _meters = [];
    private readonly MeterListener _listener = new();

    public TestMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            lock (_gate)
                _sums[instrument.Name] = _sums.GetValueOrDefault(instrument.Name) + value;
        });
        _listener.Start();
        Metrics = new AppServerMetrics(this);
    }

    public AppServerMetrics Metrics { get; }

    public long this[string name]
    {
        get
        {
            lock (_gate)
                return _sums.GetValueOrDefault(name);
        }
    }

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(new MeterOptions(options.Name) { Scope = this });
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.ForEach(meter => meter.Dispose());
    }
}

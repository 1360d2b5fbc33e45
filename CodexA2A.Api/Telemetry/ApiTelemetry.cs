using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CodexA2A.Api.Telemetry;

/// <summary>What the Api reports of itself, as source and meter <c>CodexA2A.Api</c>.</summary>
internal sealed class ApiTelemetry : IDisposable
{
    private const string Name = "CodexA2A.Api";
    private static readonly ActivitySource Source = new(Name);

    private readonly Meter meter;
    private readonly Counter<long> requests;
    private readonly UpDownCounter<long> streams;
    private readonly Histogram<double> eventAge;

    public ApiTelemetry(IMeterFactory factory)
    {
        meter = factory.Create(Name);
        requests = meter.CreateCounter<long>("a2a.requests", "{request}", "Requests by operation, binding and outcome.");
        streams = meter.CreateUpDownCounter<long>("a2a.streams.open", "{stream}", "Streams being sent.");
        eventAge = meter.CreateHistogram<double>("a2a.event.age", "ms", "Age of an event when it is sent, by its write time.");
    }

    /// <summary>Begins the span of an operation.</summary>
    public static Activity? Start(string operation) => Source.StartActivity(operation, ActivityKind.Internal);

    /// <summary>Counts an answer.</summary>
    /// <param name="operation">Operation or extension method; never a name that a client made up.</param>
    /// <param name="binding">jsonrpc or rest.</param>
    /// <param name="outcome">ok, or the reason of the error.</param>
    public void Answered(string operation, string binding, string outcome)
    {
        if (!requests.Enabled) return;
        requests.Add(1, new("operation", operation), new("binding", binding), new("outcome", outcome));
    }

    public void StreamOpened() => streams.Add(1);

    public void StreamClosed() => streams.Add(-1);

    public void Sent(TimeSpan age)
    {
        if (eventAge.Enabled) eventAge.Record(age.TotalMilliseconds);
    }

    public void Dispose() => meter.Dispose();
}

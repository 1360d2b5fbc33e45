using System.Diagnostics;
using System.Diagnostics.Metrics;
using CodexA2A.Api.Audit;

namespace CodexA2A.Api.Telemetry;

/// <summary>What the Api reports of itself, as source and meter <c>CodexA2A.Api</c>; every call passes here, so the audit log is told here, too.</summary>
internal sealed class ApiTelemetry : IDisposable
{
    private const string Name = "CodexA2A.Api";
    private static readonly ActivitySource Source = new(Name);

    private readonly Meter meter;
    private readonly Counter<long> requests;
    private readonly Counter<long> limited;
    private readonly UpDownCounter<long> streams;
    private readonly Histogram<double> eventAge;

    public ApiTelemetry(IMeterFactory factory)
    {
        meter = factory.Create(Name);
        requests = meter.CreateCounter<long>("a2a.requests", "{request}", "Requests by operation, binding and outcome.");
        limited = meter.CreateCounter<long>("a2a.requests.limited", "{request}", "Requests refused before they were read, by reason.");
        streams = meter.CreateUpDownCounter<long>("a2a.streams.open", "{stream}", "Streams being sent.");
        eventAge = meter.CreateHistogram<double>("a2a.event.age", "ms", "Age of an event when it is sent, by its write time.");
    }

    /// <summary>Begins the span of an operation.</summary>
    /// <param name="operation">As for <see cref="Answered"/>.</param>
    /// <param name="binding">jsonrpc, rest or grpc.</param>
    public static Activity? Start(string operation, string binding)
    {
        CallNote.Current?.Began(operation, binding);
        return Source.StartActivity(operation, ActivityKind.Internal)?.SetTag("a2a.method", operation).SetTag("a2a.binding", binding);
    }

    /// <summary>Tells in the current operation's span which task it is about; ids only, never what is said in it.</summary>
    public static void About(string taskId, string? contextId = null)
    {
        CallNote.Current?.About(taskId, contextId);
        if (Activity.Current is not { IsAllDataRequested: true } activity) return;
        activity.SetTag("a2a.task.id", taskId);
        if (contextId is not null) activity.SetTag("a2a.context.id", contextId);
    }

    /// <summary>Ends the span of an operation with its outcome.</summary>
    public static void End(Activity? activity, string outcome)
    {
        if (activity is null) return;
        if (outcome is not ("ok" or "aborted")) activity.SetTag("error.type", outcome).SetStatus(ActivityStatusCode.Error);
        activity.Dispose();
    }

    /// <summary>Begins the span of a stream: how long it was open, and how much went through it.</summary>
    public static Activity? StartStream() => Source.StartActivity("a2a stream", ActivityKind.Internal);

    /// <summary>Counts an answer.</summary>
    /// <param name="operation">Operation or extension method; never a name that a client made up.</param>
    /// <param name="binding">jsonrpc, rest or grpc.</param>
    /// <param name="outcome">ok, or the reason of the error.</param>
    public void Answered(string operation, string binding, string outcome)
    {
        CallNote.Current?.Answered(operation, binding, outcome);
        if (!requests.Enabled) return;
        requests.Add(1, new("operation", operation), new("binding", binding), new("outcome", outcome));
    }

    /// <summary>Counts a request that a limit refused before anybody read it.</summary>
    public void Limited(string reason) => limited.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void StreamOpened() => streams.Add(1);

    public void StreamClosed() => streams.Add(-1);

    public void Sent(TimeSpan age)
    {
        if (eventAge.Enabled) eventAge.Record(age.TotalMilliseconds);
    }

    public void Dispose() => meter.Dispose();
}

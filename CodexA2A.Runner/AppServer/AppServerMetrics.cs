using System.Diagnostics.Metrics;

namespace CodexA2A.Runner.AppServer;

/// <summary>Counters of the Codex side, meter <c>CodexA2A.Runner</c>.</summary>
internal sealed class AppServerMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "CodexA2A.Runner";

    private readonly Counter<long> _unknown;
    private readonly Counter<long> _unknownItems;
    private readonly Counter<long> _drifted;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _garbage;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _starts;
    private readonly Counter<long> _deaths;
    private readonly UpDownCounter<long> _processes;
    private readonly Counter<long> _overload;
    private readonly Counter<long> _late;
    private readonly UpDownCounter<long> _inFlight;

    /// <summary>Makes the instruments.</summary>
    public AppServerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _unknown = meter.CreateCounter<long>("codex.notifications.unknown", "{notification}", "Notifications without a record of ours.");
        _unknownItems = meter.CreateCounter<long>("codex.items.unknown", "{item}", "Items without a record of ours, at each notification that has one.");
        _drifted = meter.CreateCounter<long>("codex.schema.drift", "{name}", "What differs in the protocol of a Codex that was started from the supported one, by kind.");
        _refused = meter.CreateCounter<long>("codex.requests.refused", "{request}", "What Codex asked and nobody will answer, by method and reason.");
        _garbage = meter.CreateCounter<long>("codex.lines.garbage", "{line}", "Lines that are no protocol.");
        _dropped = meter.CreateCounter<long>("codex.messages.dropped", "{message}", "Messages for threads that nobody follows.");
        _starts = meter.CreateCounter<long>("codex.process.starts", "{process}", "Processes started.");
        _deaths = meter.CreateCounter<long>("codex.process.deaths", "{process}", "Processes ended, by reason.");
        _processes = meter.CreateUpDownCounter<long>("codex.processes", "{process}", "Processes that run now.");
        _overload = meter.CreateCounter<long>("codex.requests.overloaded", "{request}", "Requests that Codex put off.");
        _late = meter.CreateCounter<long>("codex.responses.unexpected", "{response}", "Answers that nobody waited for.");
        _inFlight = meter.CreateUpDownCounter<long>("codex.requests.in_flight", "{request}", "Requests without an answer yet.");
    }

    /// <summary>A notification without a record of ours.</summary>
    public void Unknown(string method) => _unknown.Add(1, new KeyValuePair<string, object?>("method", method));

    /// <summary>An item without a record of ours.</summary>
    public void UnknownItem(string type) => _unknownItems.Add(1, new KeyValuePair<string, object?>("type", type));

    /// <summary>So many things of the protocol are not as supported.</summary>
    /// <param name="kind"><c>question</c> or <c>other</c>.</param>
    /// <param name="names">How many.</param>
    public void SchemaDrifted(string kind, int names)
    {
        if (names > 0)
            _drifted.Add(names, new KeyValuePair<string, object?>("kind", kind));
    }

    /// <summary>Codex asked what nobody will answer.</summary>
    /// <param name="method">What it asked.</param>
    /// <param name="reason">One of <c>unknown</c>, <c>unfollowed</c>, <c>unanswerable</c>, <c>abandoned</c>.</param>
    public void Refused(string method, string reason) =>
        _refused.Add(1, new KeyValuePair<string, object?>("method", method), new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A line that is no protocol.</summary>
    public void Garbage() => _garbage.Add(1);

    /// <summary>A message that nobody follows.</summary>
    public void Dropped(long count = 1) => _dropped.Add(count);

    /// <summary>A process was started.</summary>
    public void Started()
    {
        _starts.Add(1);
        _processes.Add(1);
    }

    /// <summary>A process ended.</summary>
    public void Died(DeathReason reason)
    {
        _deaths.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
        _processes.Add(-1);
    }

    /// <summary>Codex put a request off.</summary>
    public void Overloaded() => _overload.Add(1);

    /// <summary>An answer that nobody waited for.</summary>
    public void UnexpectedResponse() => _late.Add(1);

    /// <summary>Requests in flight went up or down.</summary>
    public void InFlight(int delta) => _inFlight.Add(delta);
}

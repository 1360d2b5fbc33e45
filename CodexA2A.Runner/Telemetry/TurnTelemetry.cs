using System.Diagnostics;
using System.Diagnostics.Metrics;
using CodexA2A.Runner.AppServer;
using CodexA2A.ServiceDefaults.Telemetry;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Telemetry;

/// <summary>
/// What turns tell about themselves, as source and meter <c>CodexA2A.Runner</c>: the conventions of OpenTelemetry for generative
/// AI (<c>gen_ai.*</c>), and <c>a2a.*</c> for what they have no name for (docs/telemetry.md).
/// </summary>
internal sealed class TurnTelemetry : IDisposable
{
    /// <summary>Spans of turns, of what they ask Codex, and of tools.</summary>
    public static readonly ActivitySource Source = AppServerTracing.Source;

    private readonly Meter _meter;
    private readonly Counter<long> _turns;
    private readonly Counter<long> _handedOver;
    private readonly UpDownCounter<long> _running;
    private readonly Histogram<double> _queueWait;
    private readonly Histogram<double> _firstText;
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _tokens;
    private readonly Counter<long> _deltas;
    private readonly UpDownCounter<long> _waiting;
    private readonly Counter<long> _execs;
    private readonly UpDownCounter<long> _execsRunning;
    private readonly TimeProvider _time;
    private readonly TelemetryOptions _options;

    public TurnTelemetry(IMeterFactory meters, IOptions<TelemetryOptions> options, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        _meter = meters.Create(AppServerMetrics.MeterName);
        _turns = _meter.CreateCounter<long>("a2a.turns", "{turn}", "Turns that ended here, by the state of their task and why they failed.");
        _handedOver = _meter.CreateCounter<long>("a2a.turns.left", "{turn}", "Turns that were left to another owner: parked for a drain, or lost with their lease.");
        _running = _meter.CreateUpDownCounter<long>("a2a.turns.running", "{turn}", "Turns that run here now.");
        _queueWait = _meter.CreateHistogram<double>("a2a.turn.queue_wait", "s", "From the acceptance of a message to the begin of its turn.");
        _firstText = _meter.CreateHistogram<double>("a2a.turn.first_text", "s", "From the begin of a turn to the first text that the agent says.");
        _duration = _meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "How long turns took, the time in which they waited for people included.");
        _tokens = _meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}", "Tokens of a turn, by type.");
        _deltas = _meter.CreateCounter<long>("a2a.turn.deltas", "{delta}", "Pieces of text and output that Codex sent.");
        _waiting = _meter.CreateUpDownCounter<long>("a2a.interrupts.waiting", "{interrupt}", "Questions that wait for a person, by kind.");
        _execs = _meter.CreateCounter<long>("a2a.execs", "{command}", "Commands of callers that ended here, by the state of their task and why they failed.");
        _execsRunning = _meter.CreateUpDownCounter<long>("a2a.execs.running", "{command}", "Commands of callers that run here now.");
    }

    /// <summary>Begins to follow a turn.</summary>
    /// <param name="run">Its command.</param>
    /// <param name="lease">The lease that it runs under.</param>
    /// <param name="recovered">An earlier owner had begun it.</param>
    /// <param name="source">What plays the model when it is not a real one.</param>
    public TurnTrace Begin(RunTurn run, SessionLease lease, bool recovered, string? source) =>
        new(this, new TurnSpan(run, lease, recovered, source ?? "openai", _time), recovered ? null : Waited(run), _options.MessageContent, _time);

    public void Began(TimeSpan? waited)
    {
        _running.Add(1);
        if (waited is { } wait)
        {
            _queueWait.Record(wait.TotalSeconds);
        }
    }

    public void Ended(TimeSpan took, string provider, string? state, string? error, string? left)
    {
        _running.Add(-1);
        if (left is not null)
        {
            _handedOver.Add(1, new KeyValuePair<string, object?>("reason", left));
        }
        else if (state is not null)
        {
            var tags = new TagList { { "a2a.task.state", state } };
            var operation = new TagList { { "gen_ai.operation.name", "invoke_agent" }, { "gen_ai.provider.name", provider } };
            if (error is not null)
            {
                tags.Add("error.type", error);
                operation.Add("error.type", error);
            }

            _turns.Add(1, tags);
            _duration.Record(took.TotalSeconds, operation);
        }
    }

    /// <summary>A task ended that never ran here: canceled while it waited, or refused.</summary>
    public void EndedUnrun(TaskState state, string? error)
    {
        var tags = new TagList { { "a2a.task.state", State(state) } };
        if (error is not null)
        {
            tags.Add("error.type", error);
        }

        _turns.Add(1, tags);
    }

    /// <summary>A command of a caller's runs, until this is disposed.</summary>
    public IDisposable ExecRuns()
    {
        _execsRunning.Add(1);
        return new Running(_execsRunning);
    }

    /// <summary>A command of a caller's ended with its task.</summary>
    public void ExecEnded(TaskState state, string? error)
    {
        var tags = new TagList { { "a2a.task.state", State(state) } };
        if (error is not null)
        {
            tags.Add("error.type", error);
        }

        _execs.Add(1, tags);
    }

    /// <summary>The state as an attribute.</summary>
    public static string State(TaskState state) => state.ToString().ToLowerInvariant();

    public void FirstText(TimeSpan after) => _firstText.Record(after.TotalSeconds);

    public void Delta() => _deltas.Add(1);

    public void Tokens(string type, long count, string provider) => _tokens.Record(
        count, new TagList { { "gen_ai.operation.name", "invoke_agent" }, { "gen_ai.provider.name", provider }, { "gen_ai.token.type", type } });

    public void Waiting(string type, int change) => _waiting.Add(change, new KeyValuePair<string, object?>("a2a.interrupt.type", type));

    public void Dispose() => _meter.Dispose();

    private sealed class Running(UpDownCounter<long> counter) : IDisposable
    {
        public void Dispose() => counter.Add(-1);
    }

    // The clocks of two machines: a wait that would be negative was none.
    private TimeSpan Waited(RunTurn run) => _time.GetUtcNow() - run.AcceptedAt is var waited && waited > TimeSpan.Zero ? waited : TimeSpan.Zero;
}

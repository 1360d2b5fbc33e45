using System.Diagnostics;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Telemetry;

/// <summary>
/// The span <c>invoke_agent</c> of a turn, part of the trace of the message that asked for it. A span is told when it ends, and
/// who collects them forgets a trace that is silent for long: so that of a long turn comes in pieces of an hour, each linked to
/// the one before.
/// </summary>
internal sealed class TurnSpan
{
    /// <summary>The longest that nothing is told of a turn.</summary>
    public static readonly TimeSpan Piece = TimeSpan.FromHours(1);

    private readonly ActivityContext _caller;
    private readonly List<KeyValuePair<string, object?>> _tags;
    private readonly TimeProvider _time;
    private DateTimeOffset _begun;
    private Activity? _current;
    private int _pieces;

    public TurnSpan(RunTurn run, SessionLease lease, bool recovered, string provider, TimeProvider time)
    {
        (_caller, _time, Provider) = (TraceContexts.Of(run), time, provider);
        _begun = time.GetUtcNow();
        _tags =
        [
            new("gen_ai.operation.name", "invoke_agent"),
            new("gen_ai.provider.name", provider),
            new("gen_ai.agent.name", "Codex"),
            new("a2a.task.id", run.TaskId),
            new("a2a.context.id", lease.ContextId),
        ];
        if (recovered)
        {
            _tags.Add(new("a2a.turn.recovered", true));
        }
        else
        {
            // The wait in the queue ends with the claim; where it began only the message's own time tells.
            var accepted = run.AcceptedAt < _begun ? run.AcceptedAt : _begun;
            Detached.End(Detached.Start("seam claim", ActivityKind.Consumer, _caller, accepted), _begun);
        }

        // The first piece is current, so that what the turn asks of the store and of Codex is part of it.
        _current = TurnTelemetry.Source.StartActivity("invoke_agent Codex", ActivityKind.Client, _caller, _tags, startTime: _begun);
    }

    /// <summary>Who plays the model.</summary>
    public string Provider { get; }

    /// <summary>What lies below the turn is below this.</summary>
    public ActivityContext Context => _current?.Context ?? default;

    /// <summary>True where somebody collects it.</summary>
    public bool IsCollected => _current is { IsAllDataRequested: true };

    /// <summary>Tells something of the turn, once it is known.</summary>
    public void Tell(string name, object? value)
    {
        if (IsCollected && value is not null)
        {
            _current!.SetTag(name, value);
        }
    }

    /// <summary>Makes the piece of now the current span, for the caller and what it calls.</summary>
    public void Enter()
    {
        if (_current is { IsStopped: false })
        {
            Activity.Current = _current;
        }
    }

    /// <summary>Something happened: after an hour a new piece begins with it.</summary>
    public void Go()
    {
        if (_current is null || _time.GetUtcNow() - _begun < Piece)
        {
            return;
        }

        var before = _current;
        _begun = _time.GetUtcNow();
        _current = Detached.Start("invoke_agent Codex", ActivityKind.Client, _caller, _begun, [new ActivityLink(before.Context)]);
        foreach (var (name, value) in before.TagObjects)
        {
            _current?.SetTag(name, value);
        }

        _current?.SetTag("a2a.turn.piece", ++_pieces);
        Detached.End(before, _begun);
    }

    /// <summary>The turn left this process.</summary>
    public void End(string? error)
    {
        Detached.End(_current, _time.GetUtcNow(), error);
        _current = null;
    }
}

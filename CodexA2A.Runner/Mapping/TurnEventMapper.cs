using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Approvals;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Items;
using CodexA2A.Runner.Mapping.Outcomes;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping;

/// <summary>
/// From Codex's notifications of one turn to the A2A events of one task (contracts.md §3). Keeps what a turn needs to be mapped,
/// but does no I/O and reads no clock. Not thread-safe: one turn, one reader.
/// </summary>
internal sealed partial class TurnEventMapper
{
    private const string EndedBefore = "The turn ended before this did.";

    private readonly TurnArtifacts _turn;
    private readonly StatusEvents _status;
    private readonly WorkspacePaths _paths;
    private readonly RepeatedTexts _repeated;
    private readonly AgentMessages _messages;
    private readonly Reasonings _reasonings;
    private readonly Plans _plans;
    private readonly TurnDiffs _diffs;
    private readonly Reviews _reviews;
    private readonly Tools _tools;
    private readonly Pictures _pictures;
    private readonly Usage _usage = new();
    private readonly Dictionary<string, FileChangeItem> _patches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, McpToolCallItem> _calls = new(StringComparer.Ordinal);
    private bool _compacting;
    private bool _working;
    private bool _finished;
    private bool _asking;
    private JsonObject? _unanswered;
    private string? _progress;

    /// <summary>A mapper for one turn.</summary>
    /// <param name="identity">Which turn, into which task.</param>
    /// <param name="existing">The task so far: numbers go on from it, and what it has open is closed at the end.</param>
    public TurnEventMapper(TurnIdentity identity, AgentTask? existing)
    {
        _turn = new TurnArtifacts(identity, existing);
        _status = new StatusEvents(existing);
        _paths = new WorkspacePaths(identity.WorkspaceRoot);
        _repeated = new RepeatedTexts(_turn);
        _messages = new AgentMessages(_turn, _repeated, _paths);
        _reasonings = new Reasonings(_turn, _repeated);
        _plans = new Plans(_turn);
        _diffs = new TurnDiffs(_turn);
        _reviews = new Reviews(_turn);
        _tools = new Tools(_turn);
        _pictures = new Pictures(_turn, _paths);
        Adopt(existing);
        _unanswered = existing is null ? null : InterruptStatuses.Void(existing);
    }

    /// <summary>Whose events they are; has the turn's id once <c>turn/started</c> named it.</summary>
    public TurnIdentity Identity => _turn.Identity;

    /// <summary>What the turn has used so far, as far as Codex told.</summary>
    public TokenCounts? Tokens => _usage.OfTurn;

    /// <summary>The terminal status is out; nothing follows.</summary>
    public bool IsFinished => _finished;

    /// <summary>The events that a notification means; none for other threads, other turns, and what clients need not know.</summary>
    public IReadOnlyList<MappedEvent> Map(Notification n, DateTimeOffset now)
    {
        if (_finished)
        {
            return [];
        }

        if (SubAgentOf(n) is { } agent)
        {
            agent.DispatchOfSubAgent(n, now);
        }
        else if (IsOurs(n))
        {
            Dispatch(n, now);
        }

        return _turn.Take();
    }

    /// <summary>Closes all that is open, then gives the one terminal status. Nothing comes after it, also not from a second call.</summary>
    /// <param name="outcome">How the task ends.</param>
    /// <param name="now">The time.</param>
    /// <param name="codex">More members of <c>metadata.codex</c>, such as <c>recovery</c>.</param>
    public IReadOnlyList<MappedEvent> Finish(TurnOutcome outcome, DateTimeOffset now, JsonObject? codex = null)
    {
        if (_finished)
        {
            return [];
        }

        EndSubAgents(outcome);
        _turn.EndAll(new TurnEnd(outcome.State, outcome.Error?.Code, outcome.State switch
        {
            TaskState.Completed => EndedBefore,
            TaskState.Canceled => "The turn was canceled before this ended.",
            _ => "The turn failed before this ended.",
        }, RunsOn: outcome.State == TaskState.Completed));
        // What it asks nobody can answer any more.
        var shared = _unanswered ?? [];
        if (_usage.ToJson() is { } usage)
        {
            shared["usage"] = usage;
        }

        if (outcome.Error is { } error)
        {
            codex ??= [];
            codex["error"] = error.ToJson();
        }

        Emit(new StatusContent(outcome.State, outcome.Message) { Shared = shared, Codex = codex }, now);
        _finished = true;
        return _turn.Take();
    }

    private bool IsOurs(Notification n)
    {
        if (n.ThreadId is not null && n.ThreadId != Identity.ThreadId)
        {
            return false;
        }

        // What an earlier turn left behind (a command in the background) may still report: that is not this task's.
        if (n is TurnStartedNotification started && Identity.TurnId is null)
        {
            _turn.Identity = Identity with { TurnId = started.Turn.Id };
        }

        return n.TurnId is null || n.TurnId == Identity.TurnId;
    }

    private void Dispatch(Notification n, DateTimeOffset now)
    {
        switch (n)
        {
            case AgentMessageDeltaNotification delta:
                _messages.Delta(delta.ItemId, delta.Delta);
                break;
            case ReasoningSummaryTextDeltaNotification delta:
                _reasonings.SummaryDelta(delta.ItemId, delta.SummaryIndex, delta.Delta);
                break;
            case ReasoningTextDeltaNotification delta:
                _reasonings.RawDelta(delta.ItemId, delta.ContentIndex, delta.Delta);
                break;
            case CommandExecutionOutputDeltaNotification delta:
                _tools.Output(delta.ItemId, delta.Delta);
                break;
            case FileChangeOutputDeltaNotification delta:
                _tools.Output(delta.ItemId, delta.Delta);
                break;
            case McpToolCallProgressNotification { Message: { Length: > 0 } message } progress:
                _tools.Output(progress.ItemId, message + "\n");
                break;
            case PlanDeltaNotification delta:
                _plans.Delta(delta.ItemId, delta.Delta);
                break;
            case ItemStartedNotification started:
                Started(started.Item);
                break;
            case ItemCompletedNotification completed:
                Completed(completed.Item);
                break;
            case FileChangePatchUpdatedNotification updated:
                PatchUpdated(updated);
                break;
            case TerminalInteractionNotification { Stdin: { } typed } interaction:
                _tools.Typed(interaction.ItemId, typed);
                break;
            case TurnPlanUpdatedNotification plan:
                _plans.Updated(plan);
                break;
            case TurnDiffUpdatedNotification diff:
                _diffs.Updated(diff.Diff);
                break;
            case ThreadTokenUsageUpdatedNotification usage:
                _usage.Add(usage.TokenUsage, _compacting);
                _repeated.OnUsage();
                break;
            case TurnStartedNotification:
                Working(now);
                break;
            case TurnCompletedNotification completed:
                Publish(completed.Turn.Items ?? []);
                break;
            case ErrorNotification { WillRetry: true } error:
                Retrying(error.Error, now);
                break;
            case ModelReroutedNotification { ToModel: not null } rerouted:
                Progress($"The model provider answers with {rerouted.ToModel} in place of {rerouted.FromModel}.",
                    new JsonObject { ["kind"] = "model_rerouted", ["from_model"] = rerouted.FromModel, ["to_model"] = rerouted.ToModel }, now);
                break;
            default:
                DispatchHint(n, now);
                break;
        }
    }
}

using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Approvals;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Items;

namespace CodexA2A.Runner.Mapping;

/// <summary>
/// Sub-agents of the turn: threads of their own whose turns name this one as their root. What they say and do is this task's too, in
/// artifacts with <c>metadata.codex.thread_id</c>; what they answer is <c>commentary</c>, because only the turn itself answers the client.
/// A sub-agent that outlives the turn is not this task's any more.
/// </summary>
internal sealed partial class TurnEventMapper
{
    private const int MaxSubAgents = 64;

    private readonly Dictionary<string, TurnEventMapper> _subAgents = new(StringComparer.Ordinal);
    private readonly TurnEventMapper? _parent;
    private volatile IReadOnlyList<SubAgentTurn> _runningSubAgents = [];
    private volatile IReadOnlyList<string> _subAgentThreads = [];
    private string? _subAgentTurn;
    private Action? _onEnd;

    private TurnEventMapper(TurnEventMapper turn, string threadId)
    {
        _turn = turn._turn.OfSubAgent(threadId);
        _status = turn._status;
        _paths = turn._paths;
        _repeated = new RepeatedTexts(_turn);
        _messages = new AgentMessages(_turn, _repeated, _paths);
        _reasonings = new Reasonings(_turn, _repeated);
        _plans = new Plans(_turn);
        _diffs = new TurnDiffs(_turn);
        _tools = new Tools(_turn);
        _pictures = new Pictures(_turn, _paths, turn._pictures);
        _reviews = new Reviews(_turn);
        _parent = turn;
        // The task's state is told by the turn itself.
        _working = true;
    }

    /// <summary>Turns of sub-agents that go on now. May be read from any thread.</summary>
    public IReadOnlyList<SubAgentTurn> RunningSubAgents => _runningSubAgents;

    /// <summary>Threads of all its sub-agents, those that have ended too. May be read from any thread.</summary>
    public IReadOnlyList<string> SubAgentThreads => _subAgentThreads;

    /// <summary>True for what a sub-agent of this turn tells.</summary>
    public bool IsOfSubAgent(Notification n) => !_finished && SubAgentOf(n) is not null;

    /// <summary>True for what this turn asks, or a sub-agent of it.</summary>
    public bool Owns(ServerRequest request) => request.ThreadId == Identity.ThreadId
        ? request.TurnId is null || request.TurnId == Identity.TurnId
        : SubAgentOf(request) is not null;

    private TurnEventMapper? SubAgentOf(ServerRequest request) =>
        _subAgents.TryGetValue(request.ThreadId, out var agent) && (request.TurnId is null || request.TurnId == agent._subAgentTurn) ? agent : null;

    private TurnEventMapper? SubAgentOf(Notification n)
    {
        if (n.ThreadId is not { } threadId || threadId == Identity.ThreadId)
        {
            return null;
        }

        if (n is TurnStartedNotification { Turn: { RootTurnId: { } root } turn })
        {
            return root == Identity.TurnId ? Begin(threadId, turn.Id) : null;
        }

        return _subAgents.TryGetValue(threadId, out var agent) && (n.TurnId is null || n.TurnId == agent._subAgentTurn) ? agent : null;
    }

    private TurnEventMapper? Begin(string threadId, string turnId)
    {
        if (!_subAgents.TryGetValue(threadId, out var agent))
        {
            if (_subAgents.Count >= MaxSubAgents)
            {
                return null;
            }

            _subAgents[threadId] = agent = new TurnEventMapper(this, threadId);
        }

        if (agent._subAgentTurn != turnId)
        {
            agent._subAgentTurn = turnId;
            _runningSubAgents = [.. _runningSubAgents.Where(turn => turn.ThreadId != threadId), new SubAgentTurn(threadId, turnId)];
            _subAgentThreads = [.. _subAgentThreads.Where(thread => thread != threadId), threadId];
            agent._onEnd = () => _runningSubAgents = [.. _runningSubAgents.Where(turn => turn.ThreadId != threadId)];
        }

        return agent;
    }

    private void DispatchOfSubAgent(Notification n, DateTimeOffset now)
    {
        Dispatch(n, now);
        if (n is TurnCompletedNotification completed)
        {
            _turn.EndAll(completed.Turn.Status == TurnStatuses.Completed
                ? new TurnEnd(TaskState.Completed, null, "The sub-agent's turn ended before this did.", RunsOn: true)
                : new TurnEnd(TaskState.Canceled, null, "The sub-agent was stopped before this ended."));
            _onEnd?.Invoke();
        }
    }

    private void EndSubAgents(TurnOutcome outcome)
    {
        foreach (var agent in _subAgents.Values)
        {
            agent._turn.EndAll(outcome.State == TaskState.Completed
                ? new TurnEnd(outcome.State, null, "The turn ended before its sub-agent did, which goes on.", RunsOn: true)
                : new TurnEnd(outcome.State, outcome.Error?.Code, "The turn ended before its sub-agent did."));
        }

        _runningSubAgents = [];
    }

    private InterruptDraft? Drafted(ServerRequest request, TurnEventMapper? agent)
    {
        var draft = InterruptDrafts.From(request, (agent ?? this)._patches.GetValueOrDefault(ItemOf(request) ?? ""), _paths);
        if (draft is not null && agent is not null)
        {
            draft.Details["thread_id"] = request.ThreadId;
        }

        return draft;
    }
}

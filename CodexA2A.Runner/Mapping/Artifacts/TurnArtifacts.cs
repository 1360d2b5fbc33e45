namespace CodexA2A.Runner.Mapping.Artifacts;

/// <summary>The artifacts of one turn, in the order they began, and the events that come out of them.</summary>
internal sealed class TurnArtifacts
{
    private readonly ArtifactNumbers _numbers;
    private readonly List<LiveArtifact> _open = [];
    private readonly List<MappedEvent> _out;
    private readonly string? _subAgent;

    /// <summary>Of a turn; numbers go on from <paramref name="existing"/>.</summary>
    public TurnArtifacts(TurnIdentity identity, AgentTask? existing)
    {
        Identity = identity;
        _numbers = new ArtifactNumbers(existing);
        _out = [];
    }

    private TurnArtifacts(TurnArtifacts turn, string threadId)
    {
        Identity = turn.Identity;
        _numbers = turn._numbers;
        _out = turn._out;
        _subAgent = threadId;
    }

    /// <summary>Whose artifacts they are; the turn id may come later.</summary>
    public TurnIdentity Identity { get; set; }

    /// <summary>The artifacts of a sub-agent: numbered and given out together with these, opened and closed by themselves.</summary>
    /// <param name="threadId">The sub-agent's thread, shown as <c>metadata.codex.thread_id</c>.</param>
    public TurnArtifacts OfSubAgent(string threadId) => new(this, threadId);

    /// <summary>A frame with the next id of its kind. What a sub-agent answers is no answer to the client.</summary>
    public ArtifactFrame NewFrame(string kind, string blockType, string? itemId, params KeyValuePair<string, System.Text.Json.Nodes.JsonNode?>[] extras)
    {
        if (_subAgent is not null)
        {
            kind = kind == ArtifactKinds.Answer ? ArtifactKinds.Commentary : kind;
            extras = [.. extras, new("thread_id", _subAgent)];
        }

        return new(Identity, _numbers.Next(kind), kind, blockType, itemId) { Extras = extras };
    }

    /// <summary>Counts an artifact as begun: until it closes, the turn's end closes it.</summary>
    public void Begin(LiveArtifact artifact) => _open.Add(artifact);

    /// <summary>Gives out an event, cut to size.</summary>
    public void Emit(StreamResponse e, bool isTextDelta = false)
    {
        foreach (var piece in EventSplitter.Split(e))
        {
            _out.Add(new MappedEvent(piece, isTextDelta));
        }
    }

    /// <summary>Text that is still being streamed may be void from now on: its model stream broke off.</summary>
    public void DoubtOpenText()
    {
        foreach (var artifact in _open)
        {
            (artifact as TextArtifact)?.Doubt();
        }
    }

    /// <summary>Withdraws doubted text: something else has taken its place.</summary>
    /// <param name="successor">What now goes on; never withdrawn itself.</param>
    public void WithdrawDoubted(LiveArtifact? successor = null)
    {
        foreach (var artifact in _open)
        {
            if (artifact is TextArtifact { IsDoubted: true, IsClosed: false } text && artifact != successor)
            {
                text.Withdraw(this, "The model's stream broke off and was begun again.");
            }
        }

        _open.RemoveAll(artifact => artifact.IsClosed);
    }

    /// <summary>Closes all that is open, in the order it began.</summary>
    public void EndAll(TurnEnd end)
    {
        foreach (var artifact in _open)
        {
            if (!artifact.IsClosed)
            {
                artifact.End(this, end);
            }
        }

        _open.Clear();
    }

    /// <summary>The events since the last call.</summary>
    public IReadOnlyList<MappedEvent> Take()
    {
        if (_out.Count == 0)
        {
            return [];
        }

        MappedEvent[] events = [.. _out];
        _out.Clear();
        return events;
    }
}

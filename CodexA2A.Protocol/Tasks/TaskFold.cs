namespace CodexA2A.Protocol;

/// <summary>
/// The same fold as <see cref="TaskProjection"/>, as an accumulator: an append costs what it appends, however long the task is already.
/// Tasks it gave out never change. Not for several threads at once.
/// </summary>
public sealed class TaskFold
{
    private readonly List<ArtifactFold> artifacts = [];
    private readonly Dictionary<string, ArtifactFold> byId = [];
    private readonly List<Message> history = [];
    private readonly MetadataFold metadata = new();
    private bool artifactsChanged, historyChanged;
    private AgentTask? task, result;

    /// <summary>A fold that goes on from a task, or from nothing.</summary>
    public TaskFold(AgentTask? start = null)
    {
        if (start is not null) Replace(start);
    }

    /// <summary>The task so far; null before the first event. Built when asked for, at the cost of what changed and the number of artifacts.</summary>
    public AgentTask? Task => result ??= task is null ? null : Build(task);

    /// <summary>Takes one more event.</summary>
    /// <exception cref="ArgumentException">An update came before any task, or the event has not exactly one payload; nothing changed.</exception>
    public void Apply(StreamResponse e)
    {
        ArgumentNullException.ThrowIfNull(e);
        switch (e)
        {
            case { PayloadCase: StreamResponsePayloadCase.Task, Task: { } whole }:
                Replace(whole);
                return;
            case { PayloadCase: StreamResponsePayloadCase.None }:
                throw new ArgumentException("The event has not exactly one payload.", nameof(e));
            case var _ when task is null:
                throw new ArgumentException("The first event of a task must be the task.", nameof(e));
            case { StatusUpdate: { } update }:
                Apply(task, update);
                break;
            case { ArtifactUpdate: { } update }:
                Apply(update);
                break;
        }
        result = null;
    }

    private void Replace(AgentTask whole)
    {
        task = result = whole;
        artifactsChanged = historyChanged = false;
        artifacts.Clear();
        byId.Clear();
        history.Clear();
        foreach (var artifact in whole.Artifacts ?? []) Add(artifact.ArtifactId, new ArtifactFold(artifact));
        history.AddRange(whole.History ?? []);
        metadata.Reset(whole.Metadata);
    }

    private void Apply(AgentTask current, TaskStatusUpdateEvent update)
    {
        if (TaskProjection.Superseded(current.Status, update.Status, history.Count > 0 ? history[^1] : null) is { } said)
        {
            history.Add(said);
            historyChanged = true;
        }
        task = current with { Status = update.Status };
        metadata.Merge(update.Metadata);
    }

    private void Apply(TaskArtifactUpdateEvent update)
    {
        artifactsChanged = true;
        if (!byId.TryGetValue(update.Artifact.ArtifactId, out var artifact))
        {
            artifact = new ArtifactFold();
            Add(update.Artifact.ArtifactId, artifact);
            artifact.Replace(update.Artifact);
        }
        else if (update.Append)
        {
            artifact.Append(update.Artifact);
        }
        else
        {
            artifact.Replace(update.Artifact);
        }
    }

    private void Add(string id, ArtifactFold artifact)
    {
        artifacts.Add(artifact);
        byId.TryAdd(id, artifact);
    }

    private AgentTask Build(AgentTask current) => current with
    {
        Artifacts = artifactsChanged ? artifacts.ConvertAll(artifact => artifact.Build()) : current.Artifacts,
        History = historyChanged ? [.. history] : current.History,
        Metadata = metadata.Share(),
    };
}

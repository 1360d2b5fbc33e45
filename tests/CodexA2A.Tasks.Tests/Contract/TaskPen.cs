using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>Writes the events of one task the plain way: numbers them, folds them, gives a snapshot with each change of state.</summary>
public sealed class TaskPen(SeamFixture seam, SessionLease lease, AgentTask task, EventId last)
{
    private readonly TaskFold _fold = new(task);

    public EventId Last { get; private set; } = last;

    public AgentTask Current => _fold.Task!;

    /// <summary>The next events as an append, without storing it.</summary>
    public TaskAppend Next(params StreamResponse[] events)
    {
        var entries = new List<TaskEvent>();
        foreach (var e in events)
        {
            _fold.Apply(e);
            Last = new EventId(lease.Epoch, Last.Seq + 1);
            entries.Add(new TaskEvent(Last, TaskEventKind.Event, A2AJson.Serialize(e), e.StatusUpdate?.Status.State, seam.Time.GetUtcNow()));
        }

        var append = new TaskAppend(task.Id, entries);
        return entries.Exists(entry => entry.State is not null) ? append with { Snapshot = Snapshot() } : append;
    }

    public TaskSnapshot Snapshot() => new(
        task.Id, task.ContextId, Last, A2AJson.Serialize(Current), Current.Status.State, Current.Status.Timestamp ?? seam.Time.GetUtcNow());

    public StreamResponse Text(string text, bool append = true) => StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
    {
        TaskId = task.Id,
        ContextId = task.ContextId,
        Append = append,
        Artifact = new Artifact { ArtifactId = "answer-1", Name = "answer", Parts = [Part.FromText(text)] },
    });

    public StreamResponse Status(TaskState state) => StreamResponse.FromStatusUpdate(new TaskStatusUpdateEvent
    {
        TaskId = task.Id,
        ContextId = task.ContextId,
        Status = new TaskStatus { State = state, Timestamp = seam.Time.GetUtcNow() },
    });

    /// <summary>Stores the next events; they must be accepted.</summary>
    public async Task<AppendOutcome> WriteAsync(params StreamResponse[] events) => await StoreAsync(Next(events));

    /// <summary>Stores an append; it must be accepted.</summary>
    public async Task<AppendOutcome> StoreAsync(TaskAppend append)
    {
        var outcome = await seam.Log.AppendAsync(lease, append, TestContext.Current.CancellationToken);
        Assert.Equal(AppendStatus.Ok, outcome.Status);
        Assert.Equal(Last, outcome.Last);
        return outcome;
    }
}

using CodexA2A.Tasks;

namespace CodexA2A.Benchmarks.Workers;

/// <summary>A task whose session the producer owns.</summary>
/// <param name="log">The log.</param>
/// <param name="lease">The session.</param>
/// <param name="taskId">The task.</param>
internal sealed class OpenTask(ITaskLog log, SessionLease lease, string taskId)
{
    private long _seq = 1;

    public SessionLease Lease => lease;

    public string TaskId => taskId;

    /// <summary>The task's pen, where it is written with one.</summary>
    public TaskWriter? Writer { get; set; }

    /// <summary>One event of so many bytes behind the last one, sent at once; the answers come in the same order.</summary>
    public Task<AppendOutcome> AppendAsync(int bytes)
    {
        var id = new EventId(lease.Epoch, ++_seq);
        var entry = new TaskEvent(id, TaskEventKind.Event, Stamp.Bytes(bytes), null, DateTimeOffset.UtcNow);
        return log.AppendAsync(lease, new TaskAppend(taskId, [entry]), CancellationToken.None).AsTask();
    }

    /// <summary>A piece of text as the mapper makes it.</summary>
    public StreamResponse Piece(int length, bool first = false) => StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
    {
        TaskId = taskId,
        ContextId = lease.ContextId,
        Append = !first,
        Artifact = new Artifact { ArtifactId = "answer-1", Name = "answer", Parts = [Part.FromText(Stamp.Text(length))] },
    });

    /// <summary>Throws unless it was stored.</summary>
    public static void Check(AppendOutcome outcome)
    {
        if (outcome.Status != AppendStatus.Ok)
        {
            throw new InvalidOperationException($"An append was answered with {outcome}.");
        }
    }
}

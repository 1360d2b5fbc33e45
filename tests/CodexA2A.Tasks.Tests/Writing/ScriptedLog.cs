using System.Runtime.CompilerServices;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks.Tests.Writing;

/// <summary>A log of one task that fails as told: before it stores, after it stored, by losing its end, by fencing.</summary>
internal sealed class ScriptedLog(AgentTask task) : ITaskLog
{
    private readonly Lock _lock = new();
    private readonly Queue<Fault> _faults = [];
    private TaskSnapshot _snapshot = new(task.Id, task.ContextId, EventId.First, A2AJson.Serialize(task), task.Status.State, DateTimeOffset.UnixEpoch);

    internal enum Fault
    {
        None,
        Before,
        After,
        Fenced,
    }

    public List<TaskEvent> Events { get; } =
        [new(EventId.First, TaskEventKind.Event, A2AJson.Serialize(StreamResponse.FromTask(task)), task.Status.State, DateTimeOffset.UnixEpoch)];

    public List<TaskAppend> Appends { get; } = [];

    /// <summary>Appends wait for this.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public AgentTask Stored => Fold(_snapshot, Events.Where(entry => entry.Id > _snapshot.Last));

    public void Next(params Fault[] faults)
    {
        lock (_lock)
        {
            Array.ForEach(faults, _faults.Enqueue);
        }
    }

    /// <summary>Loses everything behind the first <paramref name="count"/> events, as a store may that was cut off from its disk.</summary>
    public void LoseEnd(int count)
    {
        lock (_lock)
        {
            Events.RemoveRange(count, Events.Count - count);
        }
    }

    public async ValueTask<AppendOutcome> AppendAsync(SessionLease lease, TaskAppend append, CancellationToken cancellationToken)
    {
        if (Gate is { } gate)
        {
            await gate.Task;
        }

        lock (_lock)
        {
            Appends.Add(append);
            var fault = _faults.TryDequeue(out var next) ? next : Fault.None;
            if (fault == Fault.Before)
            {
                throw new SeamUnavailableException("not now");
            }

            var outcome = fault == Fault.Fenced ? new AppendOutcome(AppendStatus.Fenced, EventId.None) : Store(append);
            return fault == Fault.After ? throw new SeamUnavailableException("who knows") : outcome;
        }
    }

    public ValueTask<TaskRead?> ReadAsync(Owner owner, string taskId, CancellationToken cancellationToken)
    {
        var tail = Events.Where(entry => entry.Id > _snapshot.Last).ToArray();
        return new(taskId == task.Id ? new TaskRead(_snapshot, tail, Events[^1].Id, _snapshot.State, null, []) : null);
    }

    public async IAsyncEnumerable<IReadOnlyList<TaskEvent>> FollowAsync(
        Owner owner, string taskId, EventId after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public ValueTask<CursorCheck?> CheckCursorAsync(Owner owner, string taskId, EventId cursor, CancellationToken cancellationToken) => default;

    public ValueTask<TaskListPage> ListAsync(Owner owner, TaskListQuery query, CancellationToken cancellationToken) => new(new TaskListPage([], null, 0));

    public static AgentTask Fold(TaskSnapshot snapshot, IEnumerable<TaskEvent> tail)
    {
        var fold = new TaskFold(A2AJson.Deserialize<AgentTask>(snapshot.Json.Span));
        foreach (var entry in tail.Where(entry => entry.Kind == TaskEventKind.Event))
        {
            fold.Apply(A2AJson.Deserialize<StreamResponse>(entry.Payload.Span));
        }

        return fold.Task!;
    }

    private AppendOutcome Store(TaskAppend append)
    {
        var last = Events[^1].Id;
        var fresh = append.Events.Where(entry => entry.Id.Seq > last.Seq).ToArray();
        if (fresh.Length == 0 && append.Events.Count > 0)
        {
            return new AppendOutcome(AppendStatus.Duplicate, last);
        }

        if (fresh.Length > 0 && fresh[0].Id.Seq != last.Seq + 1)
        {
            return new AppendOutcome(AppendStatus.Gap, last);
        }

        Events.AddRange(fresh);
        Assert.True(append.Snapshot is not null || fresh.All(entry => entry.State is null), "A change of state comes with a snapshot.");
        if (append.Snapshot is { } snapshot)
        {
            Assert.Equal(Events[^1].Id, snapshot.Last);
            _snapshot = snapshot;
        }

        return new AppendOutcome(AppendStatus.Ok, Events[^1].Id);
    }
}

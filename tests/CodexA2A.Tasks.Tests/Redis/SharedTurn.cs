using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>A turn of the plainest kind, for tests of several processes.</summary>
internal sealed record SharedTurn(AgentTask Task, SessionLease Lease)
{
    public static readonly Owner Owner = new("", "alice");
    public static readonly RunnerIdentity Runner1 = new("runner-1", "home-1");
    public static readonly RunnerIdentity Runner2 = new("runner-2", "home-1");

    public string Id => Task.Id;

    public static TurnSubmission Submission(ITurnQueue queue, string context = "ctx", string? submitId = null)
    {
        var id = TaskIds.New(SessionId.Create(Owner, context).Partition(queue.Partitions), TimeProvider.System);
        var message = new Message { MessageId = "m", Role = Role.User, ContextId = context, TaskId = id, Parts = [Part.FromText("hello")] };
        return new TurnSubmission(
            Owner,
            context,
            new AgentTask { Id = id, ContextId = context, Status = new TaskStatus { State = TaskState.Submitted, Timestamp = DateTimeOffset.UtcNow }, History = [message] },
            new RunTurn
            {
                TaskId = id,
                Owner = Owner,
                SubmitId = submitId ?? id,
                Request = new SendMessageRequest { Message = message },
                AcceptedAt = DateTimeOffset.UtcNow,
            });
    }

    /// <summary>Submits through one process and claims through another.</summary>
    public static async Task<SharedTurn> BeginAsync(ITurnQueue api, SeamProcess runner, string context = "ctx")
    {
        var stop = TestContext.Current.CancellationToken;
        var submission = Submission(api, context);
        await api.SubmitAsync(submission, stop);
        var turn = new SharedTurn(submission.Task, (await runner.Queue.TryClaimAsync(Runner1, stop))!);
        Assert.Equal(AppendStatus.Ok, (await runner.Log.AppendAsync(turn.Lease, turn.Append(2, "begun") with { Begun = turn.Lease.Cursor + 1 }, stop)).Status);
        return turn;
    }

    /// <summary>Events with these texts, from <paramref name="seq"/> on.</summary>
    public TaskAppend Append(long seq, params string[] texts) => new(Id, [.. texts.Select((text, i) => Event(seq + i, text))]);

    /// <summary>The end of the task, at <paramref name="seq"/>.</summary>
    public TaskAppend End(long seq)
    {
        var status = new TaskStatus { State = TaskState.Completed, Timestamp = DateTimeOffset.UtcNow };
        var update = StreamResponse.FromStatusUpdate(new TaskStatusUpdateEvent { TaskId = Id, ContextId = Task.ContextId, Status = status });
        var entry = new TaskEvent(new EventId(Lease.Epoch, seq), TaskEventKind.Event, A2AJson.Serialize(update), TaskState.Completed, DateTimeOffset.UtcNow);
        return new TaskAppend(Id, [entry])
        {
            Done = Lease.Cursor + 1,
            Snapshot = new TaskSnapshot(Id, Task.ContextId, entry.Id, A2AJson.Serialize(Task with { Status = status }), TaskState.Completed, status.Timestamp.Value),
        };
    }

    private TaskEvent Event(long seq, string text) => new(
        new EventId(Lease.Epoch, seq),
        TaskEventKind.Event,
        A2AJson.Serialize(StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
        {
            TaskId = Id,
            ContextId = Task.ContextId,
            Append = seq > 2,
            Artifact = new Artifact { ArtifactId = "answer-1", Parts = [Part.FromText(text)] },
        })),
        null,
        DateTimeOffset.UtcNow);
}

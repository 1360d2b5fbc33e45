using CodexA2A.Protocol.Json;
using CodexA2A.Testing;

namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>What every theme of the contract needs: a fresh seam, two people, and the first steps of a turn.</summary>
public abstract class SeamContract : IAsyncLifetime
{
    protected static readonly Owner Alice = new("", "alice");
    protected static readonly Owner Bob = new("", "bob");
    protected static readonly RunnerIdentity Runner1 = new("runner-1", "home-1");
    protected static readonly RunnerIdentity Runner2 = new("runner-2", "home-1");

    private SeamFixture? _seam;

    protected SeamFixture Seam => _seam!;

    protected ITaskLog Log => Seam.Log;

    protected ITurnQueue Queue => Seam.Queue;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Short times, so that a test that lets real time pass is bearable too.</summary>
    protected SeamOptions Options { get; } = new() { LeaseTime = TimeSpan.FromSeconds(2), RunningEvents = 100, HomeAbsence = TimeSpan.FromSeconds(5) };

    protected abstract ValueTask<SeamFixture> CreateAsync(SeamOptions options);

    public async ValueTask InitializeAsync() => _seam = await CreateAsync(Options);

    public virtual async ValueTask DisposeAsync()
    {
        if (_seam is not null)
        {
            await _seam.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected TurnSubmission Submission(string context = "ctx", Owner? owner = null, string? submitId = null, int maxQueued = 100, string text = "hello", string? fingerprint = null)
    {
        var who = owner ?? Alice;
        var id = TaskIds.New(SessionId.Create(who, context).Partition(Queue.Partitions), Seam.Time);
        var message = new Message { MessageId = "m-" + id, Role = Role.User, ContextId = context, TaskId = id, Parts = [Part.FromText(text)] };
        return new TurnSubmission(
            who,
            context,
            new AgentTask
            {
                Id = id,
                ContextId = context,
                Status = new TaskStatus { State = TaskState.Submitted, Timestamp = Seam.Time.GetUtcNow() },
                History = [message],
            },
            new RunTurn
            {
                TaskId = id,
                Owner = who,
                SubmitId = submitId ?? "submit-" + id,
                Request = new SendMessageRequest { Message = message },
                AcceptedAt = Seam.Time.GetUtcNow(),
            })
        {
            MaxQueued = maxQueued,
            Fingerprint = fingerprint,
        };
    }

    /// <summary>Submits and gives the task's id.</summary>
    protected async Task<AgentTask> SubmitAsync(string context = "ctx", Owner? owner = null)
    {
        var submission = Submission(context, owner);
        var outcome = await Queue.SubmitAsync(submission, Stop);
        Assert.Equal(new SubmitOutcome(SubmitStatus.Accepted, submission.Task.Id, context), outcome);
        return submission.Task;
    }

    protected async Task<SessionLease> ClaimAsync(RunnerIdentity? runner = null)
    {
        var lease = await Queue.TryClaimAsync(runner ?? Runner1, Stop);
        Assert.NotNull(lease);
        return lease;
    }

    /// <summary>A task whose turn a runner has begun: WORKING was written.</summary>
    protected async Task<Turn> BeginAsync(string context = "ctx", Owner? owner = null, RunnerIdentity? runner = null)
    {
        var task = await SubmitAsync(context, owner);
        var lease = await ClaimAsync(runner);
        Assert.Equal(SessionId.Create(owner ?? Alice, context), lease.Session);
        var pen = new TaskPen(Seam, lease, task, EventId.First);
        await pen.StoreAsync(pen.Next(pen.Status(TaskState.Working)) with { Begun = lease.Cursor + 1 });
        return new Turn(task, lease, pen, lease.Cursor + 1);
    }

    /// <summary>Ends a turn well.</summary>
    protected static Task CompleteAsync(Turn turn) =>
        turn.Pen.StoreAsync(turn.Pen.Next(turn.Pen.Status(TaskState.Completed)) with { Done = turn.Command });

    /// <summary>A task from submit to end, its session released.</summary>
    protected async Task<Turn> RunAsync(string context = "ctx", Owner? owner = null)
    {
        var turn = await BeginAsync(context, owner);
        await CompleteAsync(turn);
        Assert.True(await Queue.ReleaseAsync(turn.Lease, drain: false, Stop));
        return turn;
    }

    /// <summary>Lets time pass until it is done; each round goes to the store and back, so that what was sent has come.</summary>
    protected async Task<T> PassAsync<T>(ValueTask<T> asked)
    {
        var task = asked.AsTask();
        await UntilAsync(() => task.IsCompleted);
        return await task;
    }

    /// <summary>Lets time pass until something is so.</summary>
    protected async Task UntilAsync(Func<bool> done)
    {
        while (!done())
        {
            await Queue.CheckAsync(Stop);
            await Seam.AdvanceAsync(TimeSpan.FromMilliseconds(250));
        }
    }

    /// <summary>All that a reader gets until the stream ends.</summary>
    protected Task<List<TaskEvent>> DrainAsync(string taskId, EventId after, Owner? owner = null) =>
        ReadToEndAsync(taskId, after, owner).WithLimitAsync("The end of the task's events");

    private async Task<List<TaskEvent>> ReadToEndAsync(string taskId, EventId after, Owner? owner)
    {
        var all = new List<TaskEvent>();
        await foreach (var batch in Log.FollowAsync(owner ?? Alice, taskId, after, Stop))
        {
            Assert.NotEmpty(batch);
            all.AddRange(batch);
        }

        return all;
    }

    protected async Task<TaskRead> ReadAsync(string taskId, Owner? owner = null)
    {
        var read = await Log.ReadAsync(owner ?? Alice, taskId, Stop);
        Assert.NotNull(read);
        return read;
    }

    /// <summary>The task that a read means: the snapshot and what came after it.</summary>
    protected static AgentTask Fold(TaskRead read)
    {
        var fold = new TaskFold(A2AJson.Deserialize<AgentTask>(read.Snapshot.Json.Span));
        foreach (var entry in read.Tail.Where(entry => entry.Kind == TaskEventKind.Event))
        {
            fold.Apply(A2AJson.Deserialize<StreamResponse>(entry.Payload.Span));
        }

        return fold.Task!;
    }

    protected static string Text(AgentTask task) => task.Artifacts?[0].Parts[0].Text ?? "";

    /// <summary>Every number once, none left out.</summary>
    protected static void AssertDense(IReadOnlyList<TaskEvent> events, long from)
    {
        Assert.Equal(Enumerable.Range(0, events.Count).Select(i => from + i), events.Select(entry => entry.Id.Seq));
        Assert.Equal(events.Select(entry => entry.Id).Order(), events.Select(entry => entry.Id));
    }
}

/// <summary>A turn under way.</summary>
/// <param name="Task">As submitted.</param>
/// <param name="Lease">Under which it runs.</param>
/// <param name="Pen">Its events.</param>
/// <param name="Command">Its command.</param>
public sealed record Turn(AgentTask Task, SessionLease Lease, TaskPen Pen, long Command)
{
    public string Id => Task.Id;

    public string SubmitId => "submit-" + Task.Id;
}

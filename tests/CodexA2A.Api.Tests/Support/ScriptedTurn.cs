using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Support;

/// <summary>A turn that the test plays, event by event.</summary>
internal sealed class ScriptedTurn : IAsyncDisposable
{
    private readonly ITurnQueue queue;
    private readonly ITaskLog log;
    private readonly SessionLease lease;
    private readonly IAsyncEnumerator<QueuedCommand> commands;
    private readonly QueuedCommand run;
    private readonly TaskFold fold;
    private bool begun;
    private bool ended;
    private int asked;

    private ScriptedTurn(ITurnQueue queue, ITaskLog log, SessionLease lease, IAsyncEnumerator<QueuedCommand> commands, TaskRead read)
    {
        (this.queue, this.log, this.lease, this.commands, run) = (queue, log, lease, commands, commands.Current);
        fold = new TaskFold(A2AJson.Deserialize<AgentTask>(read.Snapshot.Json.Span));
        Last = read.Last;
    }

    public RunTurn Command => (RunTurn)run.Command;

    public string TaskId => run.Command.TaskId;

    public string ContextId => lease.ContextId;

    /// <summary>The thread of the session when it was claimed.</summary>
    public SessionBinding? Binding => lease.Binding;

    /// <summary>The id of the last event that was written.</summary>
    public EventId Last { get; private set; }

    public static async Task<ScriptedTurn> BeginAsync(ITurnQueue queue, ITaskLog log, SessionLease lease, CancellationToken cancellationToken)
    {
        var commands = queue.ReadCommandsAsync(lease, lease.Cursor, cancellationToken).GetAsyncEnumerator(cancellationToken);
        do
        {
            Assert.True(await commands.MoveNextAsync().WithLimitAsync("The first command of a claimed session"), "A claimed session has a turn.");
        }
        while (commands.Current.Command is not RunTurn);
        var read = await log.ReadAsync(lease.Owner, commands.Current.Command.TaskId, cancellationToken);
        Assert.NotNull(read);
        return new ScriptedTurn(queue, log, lease, commands, read);
    }

    /// <summary>The last command about this turn that was taken: one that is left would have the session claimed again.</summary>
    private long Read => commands.Current.Command.TaskId == TaskId ? commands.Current.Id : run.Id;

    /// <summary>The next command about this session, such as a cancel or an answer.</summary>
    public async Task<T> NextAsync<T>() where T : TurnCommand
    {
        while (await commands.MoveNextAsync().WithLimitAsync("A " + typeof(T).Name))
        {
            if (commands.Current.Command is T command) return command;
        }

        throw new InvalidOperationException("The session was lost.");
    }

    /// <summary>Works, as a turn of the agent that has this id.</summary>
    public Task RunningAsync(string turnId, string? threadId = null) => StatusAsync(TaskState.Working, step: step =>
    {
        step.Metadata = new JsonObject { ["codex"] = new JsonObject { ["turn_id"] = turnId } };
        step.Binding = threadId is null ? null : new(threadId, "home-of-tests");
    });

    public Task WorkingAsync() => StatusAsync(TaskState.Working);

    public Task CompleteAsync() => StatusAsync(TaskState.Completed);

    public Task StatusAsync(TaskState state, string? text = null, Action<StatusStep>? step = null)
    {
        var status = new TaskStatus
        {
            State = state,
            Timestamp = DateTimeOffset.UtcNow,
            Message = text is null ? null : new Message { MessageId = Guid.NewGuid().ToString(), Role = Role.Agent, TaskId = TaskId, ContextId = lease.ContextId, Parts = [Part.FromText(text)] },
        };
        var more = new StatusStep();
        step?.Invoke(more);
        status = more.Said is null ? status : status with { Message = more.Said };
        return AppendAsync(
            StreamResponse.FromStatusUpdate(new TaskStatusUpdateEvent { TaskId = TaskId, ContextId = lease.ContextId, Status = status, Metadata = more.Metadata }), state, more);
    }

    /// <summary>Writes an event that is no status.</summary>
    public Task EventAsync(StreamResponse response) => AppendAsync(response, null, new StatusStep());

    public Task TextAsync(string text, bool append = true, bool last = false) =>
        ArtifactAsync(new Artifact { ArtifactId = "answer-1", Name = "answer", Parts = [Part.FromText(text)] }, append, last);

    public Task ArtifactAsync(Artifact artifact, bool append = false, bool last = true, JsonObject? metadata = null) => AppendAsync(
        StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
        {
            TaskId = TaskId,
            ContextId = lease.ContextId,
            Artifact = artifact,
            Append = append,
            LastChunk = last,
            Metadata = metadata,
        }),
        null,
        new StatusStep());

    /// <summary>An artifact of one part.</summary>
    public Task PartAsync(Part part) => AppendAsync(
        StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
        {
            TaskId = TaskId,
            ContextId = lease.ContextId,
            Artifact = new Artifact { ArtifactId = "tool-1", Name = "tool", Parts = [part] },
            LastChunk = true,
        }),
        null,
        new StatusStep());

    /// <summary>Opens a question and says so; an hour is the time to answer it.</summary>
    public async Task<Interrupt> AskAsync(string type = "permission", JsonObject? details = null, bool secret = false, TimeSpan? open = null, string text = "May I?")
    {
        var interrupt = new Interrupt
        {
            Id = "ask-" + Guid.NewGuid().ToString("N"),
            TaskId = TaskId,
            ContextId = lease.ContextId,
            Owner = lease.Owner,
            Type = type,
            Details = details ?? [],
            Epoch = lease.Epoch,
            // Two questions of one millisecond have no order.
            AskedAt = DateTimeOffset.UtcNow.AddMilliseconds(asked++),
            Deadline = DateTimeOffset.UtcNow + (open ?? TimeSpan.FromHours(1)),
            Secret = secret,
        };
        await StatusAsync(TaskState.InputRequired, text, step => step.Opened.Add(interrupt));
        return interrupt;
    }

    /// <summary>Closes an answered question and goes on in <paramref name="state"/>.</summary>
    public Task ResolveAsync(Interrupt interrupt, TaskState state = TaskState.Working) =>
        StatusAsync(state, null, step => step.Closed.Add(new InterruptClosing(interrupt.Id, InterruptStatus.Answered)));

    public async ValueTask DisposeAsync()
    {
        await commands.DisposeAsync();
        await queue.ReleaseAsync(lease, drain: true, CancellationToken.None);
    }

    /// <summary>Goes on with the next turn of the same session.</summary>
    public async Task<ScriptedTurn> NextTurnAsync()
    {
        Assert.True(ended, "The turn before has ended.");
        await NextAsync<RunTurn>();
        var read = await log.ReadAsync(lease.Owner, commands.Current.Command.TaskId, TestContext.Current.CancellationToken);
        return new ScriptedTurn(queue, log, lease, commands, read!);
    }

    private async Task AppendAsync(StreamResponse response, TaskState? state, StatusStep step)
    {
        var now = DateTimeOffset.UtcNow;
        var id = new EventId(lease.Epoch, Last.Seq + 1);
        response = StreamStamp.Apply(response, id);
        fold.Apply(response);
        var isEnd = state is { IsTerminal: true };
        var append = new TaskAppend(TaskId, [new TaskEvent(id, TaskEventKind.Event, A2AJson.Serialize(response), state, now)])
        {
            Snapshot = state is null ? null : new TaskSnapshot(TaskId, lease.ContextId, id, A2AJson.Serialize(StreamStamp.Apply(fold.Task!, id)), state.Value, now),
            Begun = begun ? null : run.Id,
            Done = isEnd ? Read : null,
            Opened = step.Opened,
            Closed = step.Closed,
            Binding = step.Binding,
        };
        var outcome = await log.AppendAsync(lease, append, TestContext.Current.CancellationToken);
        Assert.Equal(AppendStatus.Ok, outcome.Status);
        (begun, ended, Last) = (true, isEnd, id);
    }

    /// <summary>What happens together with a status.</summary>
    internal sealed class StatusStep
    {
        public List<Interrupt> Opened { get; } = [];

        public List<InterruptClosing> Closed { get; } = [];

        public SessionBinding? Binding { get; set; }

        /// <summary>A message of the user's, in place of a text.</summary>
        public Message? Said { get; set; }

        public JsonObject? Metadata { get; set; }
    }
}

using CodexA2A.Tasks.InProcess.Sqlite;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Engine;

/// <summary>
/// The transaction under way, as the steps of the writer thread see it: they read and replace heads, and write rows. Nothing of
/// it is seen by readers before <see cref="Publish"/>, and <see cref="Undo"/> leaves no trace of it.
/// </summary>
internal sealed class SeamBatch(SeamDatabase database, SessionTable sessions, TaskTable tasks, SeamOptions options, TimeProvider time)
{
    private readonly Dictionary<SessionId, SessionEntry> _sessions = [];
    private readonly Dictionary<string, TaskStream> _tasks = [];
    private readonly HashSet<SessionEntry> _changedSessions = [];
    private readonly HashSet<TaskStream> _changedTasks = [];
    private readonly List<Action> _afterCommit = [];
    private bool _open;

    /// <summary>The sessions in memory.</summary>
    public SessionTable Sessions => sessions;

    /// <summary>Settings.</summary>
    public SeamOptions Options => options;

    /// <summary>Now, for what is stored.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Now, for what is measured (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public long Timestamp { get; private set; }

    /// <summary>Grows with every change: a step that throws may be refused alone only if it has not moved.</summary>
    public int Changes { get; private set; }

    /// <summary>Begins the next group of steps.</summary>
    public void Start()
    {
        Now = time.GetUtcNow();
        Timestamp = time.GetTimestamp();
        Changes = 0;
    }

    /// <summary>The rows, to read.</summary>
    public SeamDatabase Rows => database;

    /// <summary>The rows, to change.</summary>
    public SeamDatabase Write()
    {
        Changes++;
        if (!_open)
        {
            database.Begin();
            _open = true;
        }

        return database;
    }

    /// <summary>True while <paramref name="lease"/> has not run out.</summary>
    public bool IsLive(Lease? lease) => lease is not null && time.GetElapsedTime(lease.RenewedAt, Timestamp) < options.LeaseTime;

    /// <summary>The epoch after <paramref name="previous"/>: by time, so that it cannot come again, and always higher.</summary>
    public long NextEpoch(long previous) => Math.Max(previous + 1, Now.ToUnixTimeMilliseconds());

    /// <summary>The session as the steps before left it; null when there is none.</summary>
    public SessionHead? Session(SessionId id) => Entry(id)?.Staged;

    /// <summary>Replaces or adds a session.</summary>
    public void Put(SessionHead head, bool store = true)
    {
        var entry = Entry(head.Id);
        if (entry is null)
        {
            entry = new SessionEntry(head);
            _sessions[head.Id] = entry;
        }

        entry.Staged = head;
        _changedSessions.Add(entry);
        Changes++;
        if (store)
        {
            Write().Sessions.Save(head);
        }
    }

    /// <summary>How many unfinished turns an owner has, as the steps before left them.</summary>
    public int TurnsOf(Owner owner) =>
        sessions.TurnsOf(owner) + _changedSessions.Where(entry => entry.Staged.Owner == owner).Sum(entry => entry.Staged.Turns - sessions.KnownTurns(entry));

    /// <summary>The task as the steps before left it; null when there is none.</summary>
    public TaskHead? Task(string id) => Stream(id)?.Staged;

    /// <summary>Adds a task.</summary>
    public void Add(TaskHead head, TaskEvent first)
    {
        var rows = Write();
        rows.Tasks.Insert(head, Now);
        rows.Events.Insert(head.Row, first);
        var stream = new TaskStream(head, tasks.Limits);
        stream.StagedEvents.Add(first);
        _tasks[head.TaskId] = stream;
        _changedTasks.Add(stream);
    }

    /// <summary>Replaces a task, with the events that came to it.</summary>
    public void Put(TaskHead head, params ReadOnlySpan<TaskEvent> events)
    {
        var stream = Stream(head.TaskId)!;
        var rows = Write();
        rows.Tasks.Update(stream.Staged, head, Now);
        foreach (var entry in events)
        {
            rows.Events.Insert(head.Row, entry);
            stream.StagedEvents.Add(entry);
        }

        stream.Staged = head;
        _changedTasks.Add(stream);
    }

    /// <summary>The event of a task at <paramref name="seq"/>; null when it is kept no more.</summary>
    public TaskEvent? EventAt(TaskHead head, long seq)
    {
        var stream = Stream(head.TaskId)!;
        return stream.StagedEvents.Find(entry => entry.Id.Seq == seq)
            ?? stream.At(seq)
            ?? database.Events.Page(head.Row, seq - 1, 1).Find(entry => entry.Id.Seq == seq);
    }

    /// <summary>Takes a task into memory, so that readers can follow it.</summary>
    public TaskStream? Install(string id)
    {
        if (Stream(id) is { } stream)
        {
            _changedTasks.Add(stream);
            return stream;
        }

        return null;
    }

    /// <summary>The same for a task that was just read beside the writer.</summary>
    public void Install(ColdTask cold)
    {
        if (!cold.Head.Ended)
        {
            // What was read may be old by now.
            Install(cold.Head.TaskId);
        }
        else if (!_tasks.ContainsKey(cold.Head.TaskId) && !tasks.TryGet(cold.Head.TaskId, out _)
            && database.Tasks.HasLog(cold.Head.Row) == !cold.Head.LogDeleted)
        {
            var stream = cold.ToStream(tasks.Limits);
            _tasks[cold.Head.TaskId] = stream;
            _changedTasks.Add(stream);
        }
    }

    /// <summary>Takes a task out of memory whose rows are deleted.</summary>
    public void Remove(string id) => AfterCommit(() => tasks.Remove(id));

    /// <summary>The number of the next task.</summary>
    public long NextTaskRow() => tasks.NextRow();

    /// <summary>Runs behind the commit, on the writer thread: short, and without exceptions.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>Commits what was written, if anything was.</summary>
    public void Commit()
    {
        if (_open)
        {
            database.Commit();
            _open = false;
        }
    }

    /// <summary>Shows readers everything that the steps changed.</summary>
    public void Publish()
    {
        var now = time.GetUtcNow();
        foreach (var stream in _changedTasks)
        {
            tasks.Publish(stream, now, Timestamp);
        }

        foreach (var entry in _changedSessions)
        {
            sessions.Publish(entry, IsLive(entry.Staged.Lease));
        }

        foreach (var action in _afterCommit)
        {
            action();
        }

        Clear();
        tasks.EvictSometimes();
    }

    /// <summary>Takes everything back.</summary>
    public void Undo()
    {
        foreach (var stream in _changedTasks)
        {
            stream.Undo();
        }

        foreach (var entry in _changedSessions)
        {
            entry.Undo();
        }

        Clear();
        _open = false;
        database.Rollback();
    }

    private void Clear()
    {
        _sessions.Clear();
        _tasks.Clear();
        _changedSessions.Clear();
        _changedTasks.Clear();
        _afterCommit.Clear();
    }

    private SessionEntry? Entry(SessionId id)
    {
        if (_sessions.TryGetValue(id, out var entry) || sessions.TryGet(id, out entry))
        {
            return entry;
        }

        if (database.Sessions.Load(id) is not { } head)
        {
            return null;
        }

        // A session outside the table has no unfinished commands.
        entry = new SessionEntry(head);
        _sessions[id] = entry;
        return entry;
    }

    private TaskStream? Stream(string id)
    {
        if (_tasks.TryGetValue(id, out var stream) || tasks.TryGet(id, out stream))
        {
            return stream;
        }

        if (ColdTask.Load(database, id) is not { } cold)
        {
            return null;
        }

        stream = cold.ToStream(tasks.Limits);
        _tasks[id] = stream;
        return stream;
    }
}

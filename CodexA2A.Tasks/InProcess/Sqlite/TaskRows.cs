using CodexA2A.Tasks.InProcess.State;
using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>Tables <c>task</c> and <c>snapshot</c>.</summary>
internal sealed class TaskRows(SqliteConnection connection) : IDisposable
{
    private readonly Statement _load = new(connection,
        "SELECT n, owner, session, context, state, status_at, "
        // Where the log ends its events say; the columns are as of the newest snapshot, so that an append need not touch the row.
        + "coalesce((SELECT epoch FROM event WHERE task = n ORDER BY seq DESC LIMIT 1), last_epoch), "
        + "coalesce((SELECT max(seq) FROM event WHERE task = n), last_seq), first_seq, snap_epoch, snap_seq, log, json "
        + "FROM task JOIN snapshot ON snapshot.task = task.n WHERE id = $1 AND ($2 IS NULL OR owner = $2)", 2);

    private readonly Statement _nextRow = new(connection, "SELECT coalesce(max(n), 0) + 1 FROM task", 0);

    private readonly Statement _insert = new(connection,
        "INSERT INTO task(n, id, owner, session, context, state, status_at, last_epoch, last_seq, first_seq, snap_epoch, snap_seq, ended_at, log) "
        + "VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)", 13);

    private readonly Statement _advance = new(connection, "UPDATE task SET last_epoch = $2, last_seq = $3, first_seq = $4 WHERE n = $1", 4);

    private readonly Statement _state = new(connection,
        "UPDATE task SET state = $2, status_at = $3, snap_epoch = $4, snap_seq = $5, ended_at = coalesce(ended_at, $6) WHERE n = $1", 6);

    private readonly Statement _snapshotAt = new(connection, "UPDATE task SET snap_epoch = $2, snap_seq = $3 WHERE n = $1", 3);
    private readonly Statement _snapshot = new(connection, "INSERT OR REPLACE INTO snapshot(task, json) VALUES($1, $2)", 2);
    private readonly Statement _endedLogs = new(connection, "SELECT id FROM task WHERE ended_at < $1 AND log = 1 LIMIT $2", 2);
    private readonly Statement _ended = new(connection, "SELECT id FROM task WHERE ended_at < $1 LIMIT $2", 2);
    private readonly Statement _logDeleted = new(connection, "UPDATE task SET log = 0, first_seq = last_seq + 1 WHERE n = $1", 1);
    private readonly Statement _hasLog = new(connection, "SELECT log FROM task WHERE n = $1", 1);
    private readonly Statement _delete = new(connection, "DELETE FROM task WHERE n = $1", 1);
    private readonly Statement _deleteSnapshot = new(connection, "DELETE FROM snapshot WHERE task = $1", 1);

    /// <summary>The task without its open interrupts; null when there is none, or none of <paramref name="owner"/> where one is given.</summary>
    public TaskHead? Load(string id, Owner? owner = null)
    {
        using var row = _load.Query(id, OwnerKey.OfAny(owner));
        if (!row.Read())
        {
            return null;
        }

        var context = row.GetString(3);
        return new TaskHead(row.GetInt64(0), id, new SessionId(row.GetString(2)), OwnerKey.Parse(row.GetString(1)), context)
        {
            Last = new EventId(row.GetInt64(6), row.GetInt64(7)),
            FirstSeq = row.GetInt64(8),
            LogDeleted = row.GetInt64(11) == 0,
            Snapshot = new TaskSnapshot(
                id,
                context,
                new EventId(row.GetInt64(9), row.GetInt64(10)),
                row.GetFieldValue<byte[]>(12),
                (TaskState)row.GetInt32(4),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5))),
        };
    }

    /// <summary>The number for the next task.</summary>
    public long NextRow()
    {
        using var row = _nextRow.Query();
        row.Read();
        return row.GetInt64(0);
    }

    /// <summary>Stores a new task.</summary>
    public void Insert(TaskHead head, DateTimeOffset now)
    {
        var snapshot = head.Snapshot;
        _insert.Run(
            head.Row, head.TaskId, OwnerKey.Of(head.Owner), head.Session.Value, head.ContextId, (long)snapshot.State, Milliseconds(snapshot.StatusAt),
            head.Last.Epoch, head.Last.Seq, head.FirstSeq, snapshot.Last.Epoch, snapshot.Last.Seq, EndedAt(head, now));
        _snapshot.Run(head.Row, Statement.Blob(snapshot.Json));
    }

    /// <summary>Stores what changed between two heads.</summary>
    public void Update(TaskHead before, TaskHead after, DateTimeOffset now)
    {
        var sameSnapshot = ReferenceEquals(after.Snapshot, before.Snapshot);
        if (after.FirstSeq != before.FirstSeq || (after.Last != before.Last && !sameSnapshot))
        {
            _advance.Run(after.Row, after.Last.Epoch, after.Last.Seq, after.FirstSeq);
        }

        if (sameSnapshot)
        {
            return;
        }

        var (old, snapshot) = (before.Snapshot, after.Snapshot);
        _snapshot.Run(after.Row, Statement.Blob(snapshot.Json));
        if (snapshot.State == old.State && Milliseconds(snapshot.StatusAt) == Milliseconds(old.StatusAt))
        {
            // The list's indexes need not be touched.
            _snapshotAt.Run(after.Row, snapshot.Last.Epoch, snapshot.Last.Seq);
        }
        else
        {
            _state.Run(after.Row, (long)snapshot.State, Milliseconds(snapshot.StatusAt), snapshot.Last.Epoch, snapshot.Last.Seq, EndedAt(after, now));
        }
    }

    /// <summary>Tasks that ended before <paramref name="before"/> and still have their events.</summary>
    public List<string> EndedLogs(long before, int limit) => Ids(_endedLogs, before, limit);

    /// <summary>Tasks that ended before <paramref name="before"/>.</summary>
    public List<string> Ended(long before, int limit) => Ids(_ended, before, limit);

    /// <summary>Notes that the events are deleted.</summary>
    public void MarkLogDeleted(long task) => _logDeleted.Run(task);

    /// <summary>Whether the events are still there; null when the task is not.</summary>
    public bool? HasLog(long task)
    {
        using var row = _hasLog.Query(task);
        return row.Read() ? row.GetInt64(0) != 0 : null;
    }

    /// <summary>Forgets a task.</summary>
    public void Delete(long task)
    {
        _delete.Run(task);
        _deleteSnapshot.Run(task);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)
            [_load, _nextRow, _insert, _advance, _state, _snapshotAt, _snapshot, _endedLogs, _ended, _logDeleted, _hasLog, _delete, _deleteSnapshot])
        {
            statement.Dispose();
        }
    }

    /// <summary>A time as stored.</summary>
    public static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static long? EndedAt(TaskHead head, DateTimeOffset now) => head.Ended ? Milliseconds(now) : null;

    private static List<string> Ids(Statement statement, long before, int limit)
    {
        var ids = new List<string>();
        using var row = statement.Query(before, (long)limit);
        while (row.Read())
        {
            ids.Add(row.GetString(0));
        }

        return ids;
    }
}

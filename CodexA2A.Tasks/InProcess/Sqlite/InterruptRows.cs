using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>Table <c>interrupt</c>. The body is the interrupt as it was opened; how it stands is in columns.</summary>
internal sealed class InterruptRows(SqliteConnection connection) : IDisposable
{
    private const string Columns = "SELECT body, status, reply, superseded_by, answered_epoch, answered_seq FROM interrupt ";

    private readonly Statement _load = new(connection, Columns + "WHERE id = $1 AND ($2 IS NULL OR owner = $2)", 2);
    private readonly Statement _openOfTask = new(connection, Columns + "WHERE task = $1 AND status = 0 ORDER BY asked_at, id", 1);
    private readonly Statement _openOfOwner = new(connection, Columns + "WHERE owner = $1 AND status = 0 ORDER BY asked_at, id LIMIT $2", 2);
    private readonly Statement _openOfSession = new(connection, Columns + "WHERE session = $1 AND status = 0", 1);
    private readonly Statement _due = new(connection, Columns + "WHERE status = 0 AND deadline <= $1 ORDER BY deadline LIMIT $2", 2);

    private readonly Statement _insert = new(connection,
        "INSERT OR IGNORE INTO interrupt(id, owner, session, task, status, asked_at, deadline, body) VALUES($1, $2, $3, $4, 0, $5, $6, $7)", 7);

    private readonly Statement _answer = new(connection, "UPDATE interrupt SET status = 1, reply = $2, answered_epoch = $3, answered_seq = $4 WHERE id = $1", 4);
    private readonly Statement _close = new(connection, "UPDATE interrupt SET status = $2, superseded_by = coalesce($3, superseded_by) WHERE id = $1", 3);
    private readonly Statement _succeed = new(connection, "UPDATE interrupt SET superseded_by = $2 WHERE task = $1 AND status = $3 AND superseded_by IS NULL", 3);
    private readonly Statement _deleteOfTask = new(connection, "DELETE FROM interrupt WHERE task = $1", 1);

    /// <summary>One interrupt as it stands; null when there is none, or none of <paramref name="owner"/> where one is given.</summary>
    public Interrupt? Load(string id, Owner? owner = null)
    {
        using var row = _load.Query(id, OwnerKey.OfAny(owner));
        return row.Read() ? Read(row) : null;
    }

    /// <summary>The task's open ones, oldest first.</summary>
    public List<Interrupt> OpenOfTask(string task) => All(_openOfTask.Query(task));

    /// <summary>The owner's open ones, oldest first.</summary>
    public List<Interrupt> OpenOfOwner(Owner owner, int limit) => All(_openOfOwner.Query(OwnerKey.Of(owner), (long)limit));

    /// <summary>The session's open ones.</summary>
    public List<Interrupt> OpenOfSession(SessionId session) => All(_openOfSession.Query(session.Value));

    /// <summary>Open ones whose time has run out at <paramref name="now"/>.</summary>
    public List<Interrupt> Due(long now, int limit) => All(_due.Query(now, (long)limit));

    /// <summary>Stores a new one; nothing when it is there already. True when it was new.</summary>
    public bool Insert(SessionId session, Interrupt interrupt) => _insert.Run(
        interrupt.Id, OwnerKey.Of(interrupt.Owner), session.Value, interrupt.TaskId, TaskRows.Milliseconds(interrupt.AskedAt),
        TaskRows.Milliseconds(interrupt.Deadline), SeamJson.Serialize(interrupt)) > 0;

    /// <summary>Stores the first answer and where the log stood; <paramref name="reply"/> is null when it is secret.</summary>
    public void Answer(string id, byte[]? reply, EventId position) => _answer.Run(id, reply, position.Epoch, position.Seq);

    /// <summary>Stores how it ended.</summary>
    public void Close(string id, InterruptStatus status, string? supersededBy) => _close.Run(id, (long)status, supersededBy);

    /// <summary>Names <paramref name="successor"/> in what the task asked before, was superseded and has no successor yet.</summary>
    public void Succeed(string task, string successor) => _succeed.Run(task, successor, (long)InterruptStatus.Superseded);

    /// <summary>Forgets those of a task; how many there were.</summary>
    public int DeleteOfTask(string task) => _deleteOfTask.Run(task);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[_load, _openOfTask, _openOfOwner, _openOfSession, _due, _insert, _answer, _close, _succeed, _deleteOfTask])
        {
            statement.Dispose();
        }
    }

    private static List<Interrupt> All(SqliteDataReader rows)
    {
        using (rows)
        {
            var interrupts = new List<Interrupt>();
            while (rows.Read())
            {
                interrupts.Add(Read(rows));
            }

            return interrupts;
        }
    }

    private static Interrupt Read(SqliteDataReader row) => SeamJson.Deserialize<Interrupt>(row.GetFieldValue<byte[]>(0)) with
    {
        Status = (InterruptStatus)row.GetInt32(1),
        Reply = row.IsDBNull(2) ? null : SeamJson.Deserialize<InterruptReply>(row.GetFieldValue<byte[]>(2)),
        SupersededBy = row.IsDBNull(3) ? null : row.GetString(3),
        AnsweredAt = row.IsDBNull(4) ? null : new EventId(row.GetInt64(4), row.GetInt64(5)),
    };
}

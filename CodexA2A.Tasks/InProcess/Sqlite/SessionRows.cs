using CodexA2A.Tasks.InProcess.State;
using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>Table <c>session</c>.</summary>
internal sealed class SessionRows(SqliteConnection connection) : IDisposable
{
    private readonly Statement _load = new(connection,
        "SELECT owner, context, epoch, cursor, last_command, begun, takeovers, held, thread, home, explicit, used_at, past FROM session WHERE id = $1", 1);

    private readonly Statement _save = new(connection,
        "INSERT OR REPLACE INTO session(id, owner, context, epoch, cursor, last_command, begun, takeovers, held, thread, home, explicit, used_at, past) "
        + "VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)", 14);

    private readonly Statement _ofThread = new(connection,
        "SELECT id, context, home, explicit FROM session WHERE owner = $1 AND thread = $2 ORDER BY used_at DESC, id LIMIT 1", 2);

    private readonly Statement _ofOwner = new(connection,
        "SELECT id, context, thread, home, explicit, used_at FROM session WHERE owner = $1 AND thread IS NOT NULL "
        + "AND (used_at < $2 OR (used_at = $2 AND id < $3)) ORDER BY used_at DESC, id DESC LIMIT $4", 4);

    private readonly Statement _withWork = new(connection, "SELECT DISTINCT session FROM command", 0);

    private readonly Statement _unused = new(connection,
        "SELECT id FROM session WHERE used_at < $1 AND NOT EXISTS(SELECT 1 FROM task WHERE task.session = session.id) "
        + "AND NOT EXISTS(SELECT 1 FROM command WHERE command.session = session.id) LIMIT $2", 2);

    private readonly Statement _delete = new(connection, "DELETE FROM session WHERE id = $1", 1);

    /// <summary>The session without its commands; null when there is none.</summary>
    public SessionHead? Load(SessionId id)
    {
        using var row = _load.Query(id.Value);
        return !row.Read() ? null : new SessionHead(id, OwnerKey.Parse(row.GetString(0)), row.GetString(1))
        {
            Epoch = row.GetInt64(2),
            Cursor = row.GetInt64(3),
            LastCommand = row.GetInt64(4),
            Begun = row.IsDBNull(5) ? null : row.GetInt64(5),
            Takeovers = row.GetInt32(6),
            Held = row.GetInt64(7) != 0,
            Binding = row.IsDBNull(8) ? null : new SessionBinding(row.GetString(8), row.GetString(9), row.GetInt64(10) != 0),
            UsedAt = row.GetInt64(11),
            Past = row.IsDBNull(12) ? null : row.GetString(12),
        };
    }

    /// <summary>Stores all but what lives in memory only.</summary>
    public void Save(SessionHead head) => _save.Run(
        head.Id.Value, OwnerKey.Of(head.Owner), head.ContextId, head.Epoch, head.Cursor, head.LastCommand, head.Begun, (long)head.Takeovers,
        head.Held ? 1L : 0L, head.Binding?.ThreadId, head.Binding?.Home, head.Binding is { Explicit: true } ? 1L : 0L, head.UsedAt, head.Past);

    /// <summary>The owner's session of this thread, the one used last; null when there is none.</summary>
    public ThreadSession? OfThread(Owner owner, string threadId)
    {
        using var row = _ofThread.Query(OwnerKey.Of(owner), threadId);
        return !row.Read() ? null : new ThreadSession(
            new SessionId(row.GetString(0)), row.GetString(1), new SessionBinding(threadId, row.GetString(2), row.GetInt64(3) != 0));
    }

    /// <summary>A page of the owner's sessions that have a thread.</summary>
    public ThreadPage OfOwner(Owner owner, ThreadCursor? after, int limit)
    {
        var found = new List<(ThreadSession Session, long UsedAt)>();
        using var row = _ofOwner.Query(OwnerKey.Of(owner), after?.UsedAtMilliseconds ?? long.MaxValue, after?.Session ?? "", limit + 1L);
        while (row.Read())
        {
            found.Add((
                new ThreadSession(new SessionId(row.GetString(0)), row.GetString(1), new SessionBinding(row.GetString(2), row.GetString(3), row.GetInt64(4) != 0)),
                row.GetInt64(5)));
        }

        var next = found.Count > limit ? new ThreadCursor(found[limit - 1].UsedAt, found[limit - 1].Session.Session.Value) : null;
        return new ThreadPage([.. found.Take(limit).Select(entry => entry.Session)], next);
    }

    /// <summary>The sessions that have unfinished commands.</summary>
    public List<SessionId> WithWork()
    {
        var sessions = new List<SessionId>();
        using var row = _withWork.Query();
        while (row.Read())
        {
            sessions.Add(new SessionId(row.GetString(0)));
        }

        return sessions;
    }

    /// <summary>Sessions not used since <paramref name="before"/> that hold nothing any more.</summary>
    public List<SessionId> Unused(long before, int limit)
    {
        var sessions = new List<SessionId>();
        using var row = _unused.Query(before, (long)limit);
        while (row.Read())
        {
            sessions.Add(new SessionId(row.GetString(0)));
        }

        return sessions;
    }

    /// <summary>Forgets a session.</summary>
    public void Delete(SessionId id) => _delete.Run(id.Value);

    /// <inheritdoc />
    public void Dispose()
    {
        _load.Dispose();
        _save.Dispose();
        _ofThread.Dispose();
        _ofOwner.Dispose();
        _withWork.Dispose();
        _unused.Dispose();
        _delete.Dispose();
    }
}

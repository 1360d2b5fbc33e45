using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>Table <c>event</c>.</summary>
internal sealed class EventRows(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(connection,
        "INSERT INTO event(task, seq, epoch, kind, state, at, payload) VALUES($1, $2, $3, $4, $5, $6, $7)", 7);

    private readonly Statement _page = new(connection,
        "SELECT seq, epoch, kind, state, at, payload FROM event WHERE task = $1 AND seq > $2 ORDER BY seq LIMIT $3", 3);

    private readonly Statement _deleteBelow = new(connection, "DELETE FROM event WHERE task = $1 AND seq < $2", 2);

    private readonly Statement _deleteSome = new(connection,
        "DELETE FROM event WHERE task = $1 AND seq IN (SELECT seq FROM event WHERE task = $1 ORDER BY seq LIMIT $2)", 2);

    /// <summary>Stores an event.</summary>
    public void Insert(long task, TaskEvent entry) => _insert.Run(
        task, entry.Id.Seq, entry.Id.Epoch, (long)entry.Kind, entry.State is { } state ? (long)state : null, TaskRows.Milliseconds(entry.At),
        Statement.Blob(entry.Payload));

    /// <summary>Events after <paramref name="after"/>, at most <paramref name="limit"/> and about <paramref name="maxBytes"/>.</summary>
    public List<TaskEvent> Page(long task, long after, int limit, long maxBytes = long.MaxValue)
    {
        var page = new List<TaskEvent>();
        var bytes = 0L;
        using var row = _page.Query(task, after, (long)limit);
        while (bytes < maxBytes && row.Read())
        {
            var payload = row.GetFieldValue<byte[]>(5);
            bytes += payload.Length;
            page.Add(new TaskEvent(
                new EventId(row.GetInt64(1), row.GetInt64(0)),
                (TaskEventKind)row.GetInt32(2),
                payload,
                row.IsDBNull(3) ? null : (TaskState)row.GetInt32(3),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4))));
        }

        return page;
    }

    /// <summary>Forgets the events before <paramref name="seq"/>.</summary>
    public void DeleteBelow(long task, long seq) => _deleteBelow.Run(task, seq);

    /// <summary>Forgets up to <paramref name="limit"/> events, oldest first; how many there were.</summary>
    public int DeleteSome(long task, int limit) => _deleteSome.Run(task, (long)limit);

    /// <inheritdoc />
    public void Dispose()
    {
        _insert.Dispose();
        _page.Dispose();
        _deleteBelow.Dispose();
        _deleteSome.Dispose();
    }
}

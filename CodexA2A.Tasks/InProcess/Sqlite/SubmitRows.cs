using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>Table <c>submit</c>: which submit ids were accepted.</summary>
internal sealed class SubmitRows(SqliteConnection connection) : IDisposable
{
    private readonly Statement _find = new(connection, "SELECT task, context, answered_epoch, answered_seq, fingerprint FROM submit WHERE owner = $1 AND id = $2 AND at >= $3", 3);

    private readonly Statement _insert = new(connection,
        "INSERT OR REPLACE INTO submit(owner, id, task, context, answered_epoch, answered_seq, at, fingerprint) VALUES($1, $2, $3, $4, $5, $6, $7, $8)", 8);

    private readonly Statement _deleteBefore = new(connection,
        "DELETE FROM submit WHERE (owner, id) IN (SELECT owner, id FROM submit WHERE at < $1 LIMIT $2)", 2);

    /// <summary>The task that this submit id made or answered, if that was not before <paramref name="since"/>.</summary>
    public SubmitOutcome? Find(Owner owner, string submitId, long since)
    {
        using var row = _find.Query(OwnerKey.Of(owner), submitId, since);
        return !row.Read() ? null : new SubmitOutcome(SubmitStatus.Duplicate, row.GetString(0), row.GetString(1))
        {
            AnsweredAt = row.IsDBNull(2) ? null : new EventId(row.GetInt64(2), row.GetInt64(3)),
            Fingerprint = row.IsDBNull(4) ? null : row.GetString(4),
        };
    }

    /// <summary>Remembers what a submit id was used for.</summary>
    public void Insert(Owner owner, string submitId, SubmitOutcome use, long at) =>
        _insert.Run(OwnerKey.Of(owner), submitId, use.TaskId, use.ContextId, use.AnsweredAt?.Epoch, use.AnsweredAt?.Seq, at, use.Fingerprint);

    /// <summary>Forgets those from before <paramref name="before"/>, at most <paramref name="limit"/>; how many there were.</summary>
    public int DeleteBefore(long before, int limit) => _deleteBefore.Run(before, (long)limit);

    /// <inheritdoc />
    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
        _deleteBefore.Dispose();
    }
}

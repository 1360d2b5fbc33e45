using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>Pages of an owner's tasks. Every combination of filters has its index, so a page costs its own rows only.</summary>
internal sealed class TaskListRows(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<int, (Statement Page, Statement Count)> _statements = [];

    /// <summary>One page and the number of all that match, of one moment.</summary>
    public TaskListPage Read(Owner owner, TaskListQuery query)
    {
        var (page, count) = Statements(query.ContextId is not null, query.State is not null);
        var key = OwnerKey.Of(owner);
        object? state = query.State is { } wanted ? (long)wanted : null;
        var since = query.StatusAtOrAfter is { } from ? CeilingMilliseconds(from) : long.MinValue;

        var total = 0;
        using (var row = count.Query(key, query.ContextId, state, since))
        {
            row.Read();
            total = row.GetInt32(0);
        }

        var tasks = new List<TaskSnapshot>(query.PageSize);
        var after = query.After ?? new TaskListCursor(long.MaxValue, "");
        var more = false;
        var bytes = 0L;
        using (var row = page.Query(key, query.ContextId, state, since, after.StatusAtMilliseconds, after.TaskId, query.PageSize + 1L))
        {
            while (row.Read())
            {
                if (tasks.Count == query.PageSize || (bytes >= query.MaxBytes && tasks.Count > 0))
                {
                    more = true;
                    break;
                }

                tasks.Add(new TaskSnapshot(
                    row.GetString(0),
                    row.GetString(1),
                    new EventId(row.GetInt64(4), row.GetInt64(5)),
                    row.GetFieldValue<byte[]>(6),
                    (TaskState)row.GetInt32(2),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3))));
                bytes += tasks[^1].Json.Length;
            }
        }

        var next = more ? new TaskListCursor(TaskRows.Milliseconds(tasks[^1].StatusAt), tasks[^1].TaskId) : null;
        return new TaskListPage(tasks, next, total);
    }

    /// <summary>How SQLite would find a page and a total, step by step; for tests.</summary>
    internal (List<string> Page, List<string> Count) Explain(Owner owner, TaskListQuery query)
    {
        var (page, count) = Sql(query.ContextId is not null, query.State is not null);
        return (Steps("EXPLAIN QUERY PLAN " + page, 7), Steps("EXPLAIN QUERY PLAN " + count, 4));

        List<string> Steps(string sql, int parameters)
        {
            using var statement = new Statement(connection, sql, parameters);
            using var row = statement.Query([OwnerKey.Of(owner), .. new object?[parameters - 1]]);
            var steps = new List<string>();
            while (row.Read())
            {
                steps.Add(row.GetString(3));
            }

            return steps;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (page, count) in _statements.Values)
        {
            page.Dispose();
            count.Dispose();
        }
    }

    // Stored times have no fraction of a millisecond: a status at 10 ms is not "at or after 10.5 ms".
    private static long CeilingMilliseconds(DateTimeOffset time)
    {
        var floor = time.ToUnixTimeMilliseconds();
        return time.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? floor : floor + 1;
    }

    private (Statement Page, Statement Count) Statements(bool byContext, bool byState)
    {
        var which = (byContext ? 1 : 0) | (byState ? 2 : 0);
        if (_statements.TryGetValue(which, out var found))
        {
            return found;
        }

        var (page, count) = Sql(byContext, byState);
        found = (new Statement(connection, page, 7), new Statement(connection, count, 4));
        _statements[which] = found;
        return found;
    }

    private static (string Page, string Count) Sql(bool byContext, bool byState)
    {
        // The index is named, so that a statistic can never change the plan into a scan. A context has few tasks: its index
        // serves both filters.
        var from = $"FROM task INDEXED BY {(byContext ? "task_list_context" : byState ? "task_list_state" : "task_list")} ";
        // Parameters that a combination does not use are named in a term that is always true.
        var where = "WHERE owner = $1 "
            + (byContext ? "AND context = $2 " : "AND $2 IS NULL ")
            + (byState ? "AND state = $3 " : "AND $3 IS NULL ")
            + "AND status_at >= $4 ";
        return (
            "SELECT id, context, state, status_at, snap_epoch, snap_seq, json FROM (SELECT * " + from + where
            + "AND (status_at, id) < ($5, $6) ORDER BY status_at DESC, id DESC LIMIT $7) AS page JOIN snapshot ON snapshot.task = page.n "
            + "ORDER BY status_at DESC, id DESC",
            "SELECT count(*) " + from + where);
    }
}

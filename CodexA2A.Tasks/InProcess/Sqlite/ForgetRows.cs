using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>A task of a session that is being forgotten.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Id">Its id.</param>
internal sealed record ForgetTask(long Row, string Id);

/// <summary>What forgetting asks of all tables.</summary>
internal sealed class ForgetRows(SqliteConnection connection) : IDisposable
{
    private readonly Statement _tasks = new(connection, "SELECT n, id FROM task WHERE session = $1", 1);
    private readonly Statement _submits = new(connection, "DELETE FROM submit WHERE owner = $1 AND task = $2", 2);
    private readonly Statement _session = new(connection, "SELECT count(*) FROM session WHERE id = $1 AND (thread IS NOT NULL OR past IS NOT NULL)", 1);
    private readonly Statement _task = new(connection,
        "SELECT (SELECT count(*) FROM task WHERE id = $2), (SELECT count(*) FROM snapshot WHERE task = $1), (SELECT count(*) FROM event WHERE task = $1), "
        + "(SELECT count(*) FROM interrupt WHERE task = $2), (SELECT count(*) FROM command WHERE session = $3 AND task = $2), "
        + "(SELECT count(*) FROM submit WHERE owner = $4 AND task = $2), (SELECT count(*) FROM webhook WHERE task = $2)", 4);

    private static readonly string[] Tables = ["task", "snapshot", "event", "interrupt", "command", "submit", "webhook"];

    /// <summary>The tasks of a session.</summary>
    public List<ForgetTask> TasksOf(SessionId session)
    {
        var tasks = new List<ForgetTask>();
        using var row = _tasks.Query(session.Value);
        while (row.Read())
        {
            tasks.Add(new ForgetTask(row.GetInt64(0), row.GetString(1)));
        }

        return tasks;
    }

    /// <summary>Forgets the submit ids of a task.</summary>
    public void DeleteSubmits(Owner owner, string task) => _submits.Run(OwnerKey.Of(owner), task);

    /// <summary>The tables that still name the session, as it was, or one of the tasks.</summary>
    public IReadOnlyList<string> Remaining(SessionId session, Owner owner, IReadOnlyList<ForgetTask> tasks)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        using (var row = _session.Query(session.Value))
        {
            if (row.Read() && row.GetInt64(0) > 0)
            {
                found.Add("sqlite:session");
            }
        }

        foreach (var task in tasks)
        {
            using var row = _task.Query(task.Row, task.Id, session.Value, OwnerKey.Of(owner));
            row.Read();
            found.UnionWith(Tables.Where((_, i) => row.GetInt64(i) > 0).Select(table => "sqlite:" + table));
        }

        return [.. found];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[_tasks, _submits, _session, _task])
        {
            statement.Dispose();
        }
    }
}

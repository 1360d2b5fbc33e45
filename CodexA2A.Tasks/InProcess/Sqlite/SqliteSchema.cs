using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>
/// The tables and their versions. A version, once released, is never changed: a new one is added to <see cref="Steps"/> and
/// applied at the next start. A file of a later version than ours is refused.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>Step n takes a file of version n to version n + 1.</summary>
    private static readonly string[] Steps = [Version1, Version2, Version3, Version4, Version5, Version6, Version7, Version8];

    /// <summary>The version that this program writes.</summary>
    public static int Current => Steps.Length;

    /// <summary>Brings the file up to <see cref="Current"/>.</summary>
    /// <exception cref="SeamUnavailableException">The file is of a later version.</exception>
    public static void Migrate(SqliteConnection connection, DateTimeOffset now)
    {
        Execute(connection, "CREATE TABLE IF NOT EXISTS schema_version(version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL)");
        var version = ReadVersion(connection);
        if (version > Current)
        {
            throw new SeamUnavailableException(
                $"The data directory was written by a later version of this program (schema {version}; this one knows {Current}). "
                + "Start that version again, or give this one another data directory (A2A:DataDirectory).");
        }

        for (; version < Current; version++)
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, Steps[version], transaction);
            Execute(connection, $"INSERT INTO schema_version VALUES({version + 1}, {now.ToUnixTimeMilliseconds()})", transaction);
            transaction.Commit();
        }
    }

    private static int ReadVersion(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(max(version), 0) FROM schema_version";
        return Convert.ToInt32(command.ExecuteScalar(), null);
    }

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Constants of this file and two numbers.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// Large values (snapshot, event) lie apart from the rows that lists and appends touch. Command rows exist only while
    /// unfinished; interrupt.status is of <see cref="InterruptStatus"/>, 0 = pending; task.log is 0 once its events are deleted.
    /// </summary>
    private const string Version1 = """
        CREATE TABLE session(
          id TEXT PRIMARY KEY, owner TEXT NOT NULL, context TEXT NOT NULL,
          epoch INTEGER NOT NULL, cursor INTEGER NOT NULL, last_command INTEGER NOT NULL,
          begun INTEGER, takeovers INTEGER NOT NULL, held INTEGER NOT NULL,
          thread TEXT, home TEXT, explicit INTEGER NOT NULL, used_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX session_used ON session(used_at);

        CREATE TABLE command(
          session TEXT NOT NULL, id INTEGER NOT NULL, task TEXT NOT NULL, turn INTEGER NOT NULL, payload BLOB NOT NULL,
          PRIMARY KEY(session, id)) WITHOUT ROWID;

        CREATE TABLE task(
          n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, session TEXT NOT NULL, context TEXT NOT NULL,
          state INTEGER NOT NULL, status_at INTEGER NOT NULL,
          last_epoch INTEGER NOT NULL, last_seq INTEGER NOT NULL, first_seq INTEGER NOT NULL,
          snap_epoch INTEGER NOT NULL, snap_seq INTEGER NOT NULL, ended_at INTEGER, log INTEGER NOT NULL);
        CREATE INDEX task_list ON task(owner, status_at DESC, id DESC);
        CREATE INDEX task_list_context ON task(owner, context, status_at DESC, id DESC);
        CREATE INDEX task_list_state ON task(owner, state, status_at DESC, id DESC);
        CREATE INDEX task_session ON task(session);
        CREATE INDEX task_ended ON task(ended_at) WHERE ended_at IS NOT NULL;
        CREATE INDEX task_ended_log ON task(ended_at) WHERE ended_at IS NOT NULL AND log = 1;

        CREATE TABLE snapshot(task INTEGER PRIMARY KEY, json BLOB NOT NULL);

        CREATE TABLE event(
          task INTEGER NOT NULL, seq INTEGER NOT NULL, epoch INTEGER NOT NULL, kind INTEGER NOT NULL, state INTEGER,
          at INTEGER NOT NULL, payload BLOB NOT NULL, PRIMARY KEY(task, seq)) WITHOUT ROWID;

        CREATE TABLE interrupt(
          id TEXT PRIMARY KEY, owner TEXT NOT NULL, session TEXT NOT NULL, task TEXT NOT NULL, status INTEGER NOT NULL,
          asked_at INTEGER NOT NULL, deadline INTEGER NOT NULL, body BLOB NOT NULL, reply BLOB, superseded_by TEXT) WITHOUT ROWID;
        CREATE INDEX interrupt_owner ON interrupt(owner, asked_at, id) WHERE status = 0;
        CREATE INDEX interrupt_session ON interrupt(session) WHERE status = 0;
        CREATE INDEX interrupt_deadline ON interrupt(deadline) WHERE status = 0;
        CREATE INDEX interrupt_task ON interrupt(task, asked_at, id);

        CREATE TABLE submit(
          owner TEXT NOT NULL, id TEXT NOT NULL, task TEXT NOT NULL, context TEXT NOT NULL, at INTEGER NOT NULL,
          PRIMARY KEY(owner, id)) WITHOUT ROWID;
        CREATE INDEX submit_at ON submit(at);
        """;

    /// <summary>A submit id may have been used for an answer: where the task's log stood then, else null.</summary>
    private const string Version2 = """
        ALTER TABLE submit ADD COLUMN answered_epoch INTEGER;
        ALTER TABLE submit ADD COLUMN answered_seq INTEGER;
        """;

    /// <summary>A client may go on with a thread by its name.</summary>
    private const string Version3 = "CREATE INDEX session_thread ON session(owner, thread) WHERE thread IS NOT NULL;";

    /// <summary>Where the task's log stood when an interrupt was answered.</summary>
    private const string Version4 = """
        ALTER TABLE interrupt ADD COLUMN answered_epoch INTEGER;
        ALTER TABLE interrupt ADD COLUMN answered_seq INTEGER;
        """;

    /// <summary>The last event of a task is read from its events; the columns may lag behind, which a program of version 4 would not know.</summary>
    private const string Version5 = "SELECT 1";

    /// <summary>The threads that a session was bound to before, one a line: whoever forgets it deletes them too.</summary>
    private const string Version6 = "ALTER TABLE session ADD COLUMN past TEXT";

    /// <summary>What the request said that a submit id was used for; null in what was stored before.</summary>
    private const string Version7 = "ALTER TABLE submit ADD COLUMN fingerprint TEXT";

    /// <summary>Webhooks: an active one is due, one that was given up died, at a time; the fence is empty while nobody delivers it.</summary>
    private const string Version8 = """
        CREATE TABLE webhook(
          task TEXT NOT NULL, id TEXT NOT NULL, owner TEXT NOT NULL, body BLOB NOT NULL, progress BLOB NOT NULL,
          fence TEXT NOT NULL, due_at INTEGER, dead_at INTEGER, PRIMARY KEY(task, id)) WITHOUT ROWID;
        CREATE INDEX webhook_due ON webhook(due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX webhook_dead ON webhook(owner, dead_at) WHERE dead_at IS NOT NULL;
        """;
}

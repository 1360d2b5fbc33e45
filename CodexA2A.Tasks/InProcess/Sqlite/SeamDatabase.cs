using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>One connection with its prepared statements; used by one thread at a time.</summary>
internal sealed class SeamDatabase(SqliteConnection connection) : IDisposable
{
    private readonly Statement _begin = new(connection, "BEGIN IMMEDIATE", 0);
    private readonly Statement _beginRead = new(connection, "BEGIN", 0);
    private readonly Statement _commit = new(connection, "COMMIT", 0);
    private readonly Statement _rollback = new(connection, "ROLLBACK", 0);
    private readonly Statement _vacuum = new(connection, "PRAGMA incremental_vacuum(256)", 0);
    private readonly Statement _vacuumAll = new(connection, "PRAGMA incremental_vacuum", 0);
    private readonly Statement _checkpoint = new(connection, "PRAGMA wal_checkpoint(TRUNCATE)", 0);

    /// <summary>Opens the database of a data directory for writing, making or upgrading it first.</summary>
    /// <exception cref="SeamUnavailableException">Not writable, damaged, or of a later version.</exception>
    public static SeamDatabase Open(SqliteFile file, DateTimeOffset now)
    {
        SqliteConnection? connection = null;
        try
        {
            file.Create();
            connection = file.OpenWriter();
            SqliteSchema.Migrate(connection, now);
            return new SeamDatabase(connection);
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            if (exception is SqliteException) throw SqliteErrors.Unavailable(exception);
            throw;
        }
    }

    public SessionRows Sessions { get; } = new(connection);

    public CommandRows Commands { get; } = new(connection);

    public TaskRows Tasks { get; } = new(connection);

    public TaskListRows Lists { get; } = new(connection);

    public EventRows Events { get; } = new(connection);

    public InterruptRows Interrupts { get; } = new(connection);

    public SubmitRows Submits { get; } = new(connection);

    public ForgetRows Forgets { get; } = new(connection);

    public WebhookRows Webhooks { get; } = new(connection);

    /// <summary>Begins a transaction that writes.</summary>
    public void Begin() => _begin.Run();

    /// <summary>Begins a transaction whose reads are all of one moment.</summary>
    public void BeginRead() => _beginRead.Run();

    /// <summary>Ends it.</summary>
    public void Commit() => _commit.Run();

    /// <summary>Ends it with nothing changed; SQLite may have done that itself.</summary>
    public void Rollback()
    {
        if (!SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle!).Equals(0))
        {
            return;
        }

        _rollback.Run();
    }

    /// <summary>Gives some pages of deleted rows back to the file system.</summary>
    public void Vacuum() => _vacuum.Run();

    /// <summary>Writes a number that nobody reads; another one each millisecond, because SQLite does not write what is there already.</summary>
    public void Touch(DateTimeOffset now)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A number; a pragma takes no parameters.
        command.CommandText = $"PRAGMA user_version={(int)(now.ToUnixTimeMilliseconds() & int.MaxValue)}";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Gives all pages of deleted rows back, and empties the write-ahead log: what was deleted is in no file any more. False when it could not.</summary>
    public bool TryClean()
    {
        try
        {
            using var row = _vacuumAll.Query();
            while (row.Read())
            {
                // A page with each step.
            }
        }
        catch (SqliteException)
        {
            return false;
        }

        return TryCheckpoint();
    }

    /// <summary>Moves everything from the write-ahead log into the file, where there is room for it. False when it could not.</summary>
    public bool TryCheckpoint()
    {
        try
        {
            using var row = _checkpoint.Query();
            return row.Read() && row.GetInt64(0) == 0;
        }
        catch (SqliteException)
        {
            // A full disk, or one that is gone: the write-ahead log has everything, and the next start reads it.
            return false;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var owned in (ReadOnlySpan<IDisposable>)
            [Sessions, Commands, Tasks, Lists, Events, Interrupts, Submits, Forgets, Webhooks, _begin, _beginRead, _commit, _rollback, _vacuum, _vacuumAll, _checkpoint, connection])
        {
            owned.Dispose();
        }
    }
}

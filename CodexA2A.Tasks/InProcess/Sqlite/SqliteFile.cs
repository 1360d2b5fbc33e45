using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>The database file of a data directory, and how its connections are opened.</summary>
internal sealed class SqliteFile(string path)
{
    private const int BusyTimeoutMilliseconds = 5_000;

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Makes the file, readable by its owner only; SQLite gives its side files (-wal, -shm) the same mode.</summary>
    public void Create()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>The one connection that writes.</summary>
    public SqliteConnection OpenWriter() => Open(
        SqliteOpenMode.ReadWrite,
        // Pages change again and again, so they are copied into the file not more often than each 32 MiB.
        // What is deleted is overwritten where it lay, as far as that costs no more pages; pages that get free are given back.
        // WAL with NORMAL: the death of the process loses nothing, that of the machine the last second or so (contracts.md §6).
        "PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=8192; PRAGMA journal_size_limit=67108864; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=FAST;");

    /// <summary>A connection for reads beside the writer.</summary>
    public SqliteConnection OpenReader() => Open(SqliteOpenMode.ReadOnly, "PRAGMA query_only=1; PRAGMA cache_size=-1024;");

    private SqliteConnection Open(SqliteOpenMode mode, string pragmas)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            // A pool of the driver would keep the file open behind our back after we closed.
            Pooling = false,
            DefaultTimeout = BusyTimeoutMilliseconds / 1000,
        }.ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
            command.CommandText = $"PRAGMA busy_timeout={BusyTimeoutMilliseconds}; {pragmas}";
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

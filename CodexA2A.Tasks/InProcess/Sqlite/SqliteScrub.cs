using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>
/// Writes another program's database anew, so that what it deleted is in the file and in its write-ahead log no more. That program
/// may have it open: SQLite's own locks keep the two apart, and it waits as for any other writer.
/// </summary>
internal static class SqliteScrub
{
    /// <summary>A larger file would keep its program from writing for longer than that waits.</summary>
    public const long MaxBytes = 128 * 1024 * 1024;

    private const int BusyTimeoutSeconds = 5;

    /// <summary>False when it could not be done: too large, busy for too long, damaged, or read-only.</summary>
    public static bool Try(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                return false;
            }

            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                DefaultTimeout = BusyTimeoutSeconds,
            }.ConnectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "VACUUM";
            command.ExecuteNonQuery();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            using var row = command.ExecuteReader();
            // Of a file without a write-ahead log there is nothing to move.
            return row.Read() && row.GetInt64(0) == 0;
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

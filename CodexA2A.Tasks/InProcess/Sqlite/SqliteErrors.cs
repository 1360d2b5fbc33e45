using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>What a caller is told when SQLite refuses.</summary>
internal static class SqliteErrors
{
    private const int Full = 13;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>An error of SQLite as the seam names it; any other as it is.</summary>
    public static Exception AsSeen(Exception exception) => exception is SqliteException ? Unavailable(exception) : exception;

    /// <summary>The error as the seam names it.</summary>
    public static SeamUnavailableException Unavailable(Exception exception) => new(
        (exception as SqliteException)?.SqliteErrorCode switch
        {
            Full => "The task store cannot write: the disk of the data directory is full.",
            ReadOnly => "The task store cannot write: the data directory is read-only.",
            Corrupt or NotADatabase => "The task store's file is damaged; restore it from a copy, or move it away and start again.",
            _ => "The task store cannot be reached.",
        },
        exception)
    {
        IsFull = (exception as SqliteException)?.SqliteErrorCode == Full,
    };
}

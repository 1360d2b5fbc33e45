using CodexA2A.Tasks.InProcess.Sqlite;

namespace CodexA2A.Tasks;

/// <summary>Database files of other programs.</summary>
public static class DatabaseFiles
{
    /// <summary>Writes an SQLite file anew, so that nothing that was deleted is in it or its write-ahead log any more; false when that could not be done.</summary>
    public static bool TryRewrite(string path) => SqliteScrub.Try(path);
}

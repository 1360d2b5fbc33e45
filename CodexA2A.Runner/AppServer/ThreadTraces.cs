using System.Buffers;
using System.Text;

namespace CodexA2A.Runner.AppServer;

/// <summary>What a Codex home has of a thread on disk, besides the file that Codex loads it from.</summary>
internal static class ThreadTraces
{
    private const int Chunk = 1024 * 1024;
    private static readonly string[] Folders = ["sessions", "archived_sessions"];

    /// <summary>The databases that hold words of threads. Codex's own log (logs_*.sqlite) may name a thread; its words are not in it.</summary>
    public static IReadOnlyList<string> Databases(string codexHome) =>
        [.. Files(codexHome, "*.sqlite", SearchOption.TopDirectoryOnly).Where(file => !Path.GetFileName(file).StartsWith("logs_", StringComparison.Ordinal))];

    /// <summary>The records of the thread.</summary>
    public static IReadOnlyList<string> Records(string codexHome, string threadId) =>
        [.. Folders.SelectMany(folder => Files(Path.Combine(codexHome, folder), $"*{threadId}*", SearchOption.AllDirectories))];

    /// <summary>Whether the thread is named in a database or in the files beside it, deleted rows included.</summary>
    public static bool IsNamedIn(string database, string threadId) =>
        ((string[])[database, database + "-wal"]).Any(file => File.Exists(file) && Contains(file, Encoding.ASCII.GetBytes(threadId)));

    private static IEnumerable<string> Files(string folder, string pattern, SearchOption depth) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern, depth) : [];

    private static bool Contains(string path, byte[] words)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk + words.Length);
        try
        {
            var kept = 0;
            while (file.Read(buffer, kept, Chunk) is var read and > 0)
            {
                var filled = kept + read;
                if (buffer.AsSpan(0, filled).IndexOf(words) >= 0)
                {
                    return true;
                }

                kept = Math.Min(words.Length - 1, filled);
                buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
            }

            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}

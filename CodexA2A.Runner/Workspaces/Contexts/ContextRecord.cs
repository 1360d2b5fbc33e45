using System.Globalization;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Workspaces.Contexts;

/// <summary>
/// What is known of the folder of a context: a file in the Codex home, which commands of agents cannot write, so that what is removed is
/// what was made. Its time is that of the last use.
/// </summary>
/// <param name="Session">Whose folder it is.</param>
/// <param name="Folder">The folder, absolute.</param>
/// <param name="Root">The workspace root that it was made for.</param>
/// <param name="IsWorktree">Of a git repository.</param>
/// <param name="IsWhole">False while it is being made: what is there is half of it.</param>
internal sealed record ContextRecord(string Session, string Folder, string Root, bool IsWorktree, bool IsWhole)
{
    private const string FolderName = "a2a-contexts";

    /// <summary>When it was used last.</summary>
    public DateTimeOffset UsedAt { get; init; }

    /// <summary>That of a session; null where there is none.</summary>
    public static ContextRecord? Find(string home, string session, bool isWorktree) => Read(PathOf(home, session, isWorktree));

    /// <summary>All of the home.</summary>
    public static IEnumerable<ContextRecord> All(string home)
    {
        var folder = Path.Combine(home, FolderName);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(Read).OfType<ContextRecord>() : [];
    }

    /// <summary>Stores it, as used now.</summary>
    public void Write(string home, TimeProvider time)
    {
        CodexPaths.Private(Path.Combine(home, FolderName));
        var path = PathOf(home, Session, IsWorktree);
        File.WriteAllLines(path + ".new", [IsWhole ? "whole" : "half", Folder, Root]);
        File.Move(path + ".new", path, overwrite: true);
        Use(home, time);
    }

    /// <summary>It was used now.</summary>
    public void Use(string home, TimeProvider time) => File.SetLastWriteTimeUtc(PathOf(home, Session, IsWorktree), time.GetUtcNow().UtcDateTime);

    /// <summary>The folder is gone.</summary>
    public void Delete(string home) => File.Delete(PathOf(home, Session, IsWorktree));

    private static string PathOf(string home, string session, bool isWorktree) =>
        Path.Combine(home, FolderName, string.Create(CultureInfo.InvariantCulture, $"{session}.{(isWorktree ? "worktree" : "folder")}"));

    private static ContextRecord? Read(string path)
    {
        try
        {
            return Path.GetExtension(path) is ".worktree" or ".folder" && File.Exists(path) && File.ReadAllLines(path) is [var state, var folder, var root]
                ? new ContextRecord(Path.GetFileNameWithoutExtension(path), folder, root, Path.GetExtension(path) == ".worktree", state == "whole") { UsedAt = File.GetLastWriteTimeUtc(path) }
                : null;
        }
        catch (IOException)
        {
            // It was removed just now.
            return null;
        }
    }
}

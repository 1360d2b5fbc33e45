using System.Security.Cryptography;
using System.Text;
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

    /// <summary>True when the context works for another root by now: the folder is kept for its time, and found again should the root come back.</summary>
    public bool IsAside { get; init; }

    /// <summary>That of a session; null where there is none.</summary>
    public static ContextRecord? Find(string home, string session, bool isWorktree) => Read(Path.Combine(home, FolderName, Name(session, null, isWorktree)));

    /// <summary>All of the home, or of a session.</summary>
    public static IEnumerable<ContextRecord> All(string home, string session = "*")
    {
        var folder = Path.Combine(home, FolderName);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, session + ".*").Select(Read).OfType<ContextRecord>() : [];
    }

    /// <summary>Stores it, as used now.</summary>
    public void Write(string home, TimeProvider time) => Write(home, time.GetUtcNow());

    /// <summary>Stores it as half, with the time that it has: what comes may remove a part and be cut off.</summary>
    public void Spoil(string home) => (this with { IsWhole = false }).Write(home, UsedAt);

    /// <summary>Makes way for one of another root.</summary>
    public void SetAside(string home) => File.Move(PathOf(home), (this with { IsAside = true }).PathOf(home), overwrite: true);

    /// <summary>That of a session which was set aside for this root, in its place again; null where there is none.</summary>
    public static ContextRecord? Recall(string home, ContextRecord wanted)
    {
        var aside = (wanted with { IsAside = true }).Again(home);
        if (aside is null || aside.Folder != wanted.Folder)
        {
            return null;
        }

        var recalled = aside with { IsAside = false };
        File.Move(aside.PathOf(home), recalled.PathOf(home), overwrite: true);
        return recalled;
    }

    /// <summary>As it is stored now; null when it is gone.</summary>
    public ContextRecord? Again(string home) => Read(PathOf(home));

    /// <summary>It was used now; nothing where it is gone.</summary>
    public void Use(string home, TimeProvider time)
    {
        try
        {
            File.SetLastWriteTimeUtc(PathOf(home), time.GetUtcNow().UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It keeps its earlier time.
        }
    }

    /// <summary>The folder is gone.</summary>
    public void Delete(string home) => File.Delete(PathOf(home));

    private void Write(string home, DateTimeOffset usedAt)
    {
        CodexPaths.Private(Path.Combine(home, FolderName));
        var path = PathOf(home);
        File.WriteAllLines(path + ".new", [IsWhole ? "whole" : "half", Folder, Root]);
        File.SetLastWriteTimeUtc(path + ".new", usedAt.UtcDateTime);
        File.Move(path + ".new", path, overwrite: true);
    }

    private string PathOf(string home) => Path.Combine(home, FolderName, Name(Session, IsAside ? Root : null, IsWorktree));

    // SESSION.folder, and SESSION.HASH.folder of one that was set aside, by its root.
    private static string Name(string session, string? root, bool isWorktree) =>
        session + (root is null ? "" : "." + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)).AsSpan(0, 8))) + (isWorktree ? ".worktree" : ".folder");

    private static ContextRecord? Read(string path)
    {
        try
        {
            var parts = Path.GetFileName(path).Split('.');
            return parts is { Length: 2 or 3 } && parts[^1] is "worktree" or "folder" && File.Exists(path) && File.ReadAllLines(path) is [var state, var folder, var root]
                ? new ContextRecord(parts[0], folder, root, parts[^1] == "worktree", state == "whole") { UsedAt = File.GetLastWriteTimeUtc(path), IsAside = parts.Length == 3 }
                : null;
        }
        catch (IOException)
        {
            // It was removed just now.
            return null;
        }
    }
}

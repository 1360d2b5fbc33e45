using System.Text;
using CodexA2A.Runner.Workspaces;

namespace CodexA2A.Runner.Patches;

/// <summary>
/// What can be seen of a repository without git, and all that its answers about places, commit and settings hang on: while it is the
/// same, they are the same.
/// </summary>
/// <param name="Root">The first folder upwards that has a <c>.git</c>; the folder itself where none has.</param>
/// <param name="GitDirectory">That <c>.git</c>; null outside of git.</param>
/// <param name="Head">What HEAD says: a branch or a commit.</param>
/// <param name="Commit">The commit of that branch as its file or <c>packed-refs</c> says; null before the first.</param>
/// <param name="Config">Time and length of the files of settings.</param>
internal sealed record RepositoryStamp(string Root, string? GitDirectory, string Head, string? Commit, string Config)
{
    private const int MaxRefBytes = 4096;
    private const int MaxPackedBytes = 1024 * 1024;
    private const string Symbolic = "ref: ";

    /// <summary>Looks now; null where only git can tell: a worktree, a submodule, links, references that are not in files.</summary>
    /// <param name="folder">Absolute, links followed.</param>
    public static RepositoryStamp? Of(string folder)
    {
        for (var root = folder; root is not null; root = Path.GetDirectoryName(root))
        {
            var own = Path.Combine(root, ".git");
            if (Directory.Exists(own))
            {
                // Without a HEAD it is none, and git looks further; one may be a link that leads nowhere.
                if (new FileInfo(Path.Combine(own, "HEAD")) is { Exists: false, LinkTarget: null })
                {
                    continue;
                }

                return OfRepository(root, own);
            }

            if (Path.Exists(own))
            {
                return null;
            }
        }

        return new RepositoryStamp(folder, null, "", null, "");
    }

    /// <summary>The two files of settings of a git directory.</summary>
    public static (FileInfo Shared, FileInfo OfTree) ConfigFiles(string gitDirectory) =>
        (new(Path.Combine(gitDirectory, "config")), new(Path.Combine(gitDirectory, "config.worktree")));

    private static RepositoryStamp? OfRepository(string root, string own)
    {
        try
        {
            if (WorkspaceFolder.RealPath(own) != own || Path.Exists(Path.Combine(own, "commondir")) || Text(own, "HEAD") is not { } head)
            {
                return null;
            }

            var (shared, ofTree) = ConfigFiles(own);
            var config = $"{FileStamp.Of(shared)} {FileStamp.Of(ofTree)}";
            if (!head.StartsWith(Symbolic, StringComparison.Ordinal))
            {
                return Repository.Id(head) is { } commit ? new(root, own, head, commit, config) : null;
            }

            var branch = head[Symbolic.Length..].Trim();
            if (!branch.StartsWith("refs/heads/", StringComparison.Ordinal) || branch.Split('/').Contains(".."))
            {
                return null;
            }

            var said = Text(own, branch);
            var at = said is null ? Packed(own, branch) : Repository.Id(said);
            return at is null && said is not null ? null : new(root, own, head, at, config);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    private static string? Text(string folder, string name) =>
        PlainFile.Read(Path.Combine(folder, name), MaxRefBytes) is { } bytes ? Encoding.UTF8.GetString(bytes).TrimEnd('\n') : null;

    private static string? Packed(string own, string branch)
    {
        if (PlainFile.Read(Path.Combine(own, "packed-refs"), MaxPackedBytes) is not { } bytes)
        {
            return null;
        }

        var name = Encoding.UTF8.GetBytes($" {branch}\n");
        var at = bytes.AsSpan().IndexOf(name);
        var line = at < 0 ? -1 : bytes.AsSpan(0, at).LastIndexOf((byte)'\n') + 1;
        return at < 0 ? null : Repository.Id(Encoding.UTF8.GetString(bytes.AsSpan(line, at - line)));
    }
}

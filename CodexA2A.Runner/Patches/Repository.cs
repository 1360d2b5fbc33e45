using System.Text;
using CodexA2A.Runner.Workspaces;

namespace CodexA2A.Runner.Patches;

/// <summary>What is known of the repository that a workspace is in; read without running anything that the repository names.</summary>
/// <param name="Root">The top of its working tree, absolute.</param>
internal sealed record Repository(string Root)
{
    /// <summary>What is asked in one call: places, then the commit and its tree, which it does not have before the first.</summary>
    private static readonly string[] Question =
    [
        "rev-parse", "--path-format=absolute", "--show-toplevel", "--absolute-git-dir", "--git-path", "index", "--git-path", "objects", "--git-path", "info/exclude",
        "--git-path", "config", "--git-path", "config.worktree", "HEAD^{commit}", "HEAD^{tree}",
    ];

    /// <summary>Its git directory; null outside of git.</summary>
    public string? GitDirectory { get; init; }

    /// <summary>Its index.</summary>
    public string? Index { get; init; }

    /// <summary>Its objects.</summary>
    public string? Objects { get; init; }

    /// <summary>Its own list of what is ignored.</summary>
    public string? Exclude { get; init; }

    /// <summary>The commit that is checked out; null before the first.</summary>
    public string? Head { get; init; }

    /// <summary>The tree of that commit.</summary>
    public string? HeadTree { get; init; }

    /// <summary>The settings of it that say how files are compared.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    /// <summary>The repository that <paramref name="folder"/> is in; one without any history for a folder outside of git.</summary>
    /// <param name="folder">Absolute, links followed.</param>
    /// <param name="known">Settings that were read before.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Repository> ReadAsync(string folder, RepositorySettings known, CancellationToken cancellationToken)
    {
        var git = new Git(null, folder);
        // It fails at the first of the last two that there is not, having said the others, and that one as it was asked.
        var said = Encoding.UTF8.GetString(await git.ReadAnywayAsync(Question, 64 * 1024, cancellationToken)).TrimEnd('\n').Split('\n');
        if (said is not [var root, var own, var index, var objects, var exclude, var config, var treeConfig, var head, .. var rest] || rest.Length > 1
            || !IsWithin(folder, root) || !await IsOfAsync(root, own, git, cancellationToken))
        {
            return new Repository(folder);
        }

        return new Repository(root)
        {
            GitDirectory = own,
            Index = index,
            Objects = objects,
            Exclude = exclude,
            Head = Id(head),
            HeadTree = rest is [var tree] ? Id(tree) : null,
            Settings = await known.ReadAsync(git, config, treeConfig, cancellationToken),
        };
    }

    /// <summary>
    /// True when a git directory is this working tree's own. A <c>.git</c> that leads elsewhere is the agent's to write, and could
    /// show it another repository: what it leads to must name the tree itself, as that of a worktree or a submodule does.
    /// </summary>
    private static async Task<bool> IsOfAsync(string root, string gitDirectory, Git git, CancellationToken cancellationToken)
    {
        if (gitDirectory == Path.Combine(root, ".git"))
        {
            return WorkspaceFolder.RealPath(gitDirectory) == gitDirectory;
        }

        var back = Path.Combine(gitDirectory, "gitdir");
        if (File.Exists(back))
        {
            return PlainFile.Read(back, maxBytes: 64 * 1024) is { } named && Encoding.UTF8.GetString(named).Trim() == Path.Combine(root, ".git");
        }

        var tree = await git.TryReadAsync(["config", "--file", Path.Combine(gitDirectory, "config"), "--no-includes", "core.worktree"], 16 * 1024, default, cancellationToken);
        return tree is not null && Path.GetFullPath(Encoding.UTF8.GetString(tree).TrimEnd('\n'), gitDirectory) == root;
    }

    private static bool IsWithin(string folder, string root) =>
        folder == root || folder.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>An object id of git, or null.</summary>
    internal static string? Id(string said) => said.Length is 40 or 64 && said.All(char.IsAsciiHexDigitLower) ? said : null;
}

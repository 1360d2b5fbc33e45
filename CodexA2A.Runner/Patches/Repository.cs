using System.Text;
using CodexA2A.Runner.Workspaces;

namespace CodexA2A.Runner.Patches;

/// <summary>What is known of the repository that a workspace is in; read without running anything that the repository names.</summary>
/// <param name="Root">The top of its working tree, absolute.</param>
internal sealed record Repository(string Root)
{
    private static readonly string[] Kept =
        ["core.autocrlf", "core.eol", "core.filemode", "core.symlinks", "core.ignorecase", "core.precomposeunicode", "extensions.objectformat"];

    /// <summary>Its index.</summary>
    public string? Index { get; init; }

    /// <summary>Its objects.</summary>
    public string? Objects { get; init; }

    /// <summary>Its own list of what is ignored.</summary>
    public string? Exclude { get; init; }

    /// <summary>The commit that is checked out; null before the first.</summary>
    public string? Head { get; init; }

    /// <summary>The settings of it that say how files are compared.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    /// <summary>The repository that <paramref name="folder"/> is in; one without any history for a folder outside of git.</summary>
    public static async Task<Repository> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var git = new Git(null, folder);
        var found = await git.TryReadAsync(
            ["rev-parse", "--path-format=absolute", "--show-toplevel", "--absolute-git-dir", "--git-path", "index", "--git-path", "objects", "--git-path", "info/exclude"],
            64 * 1024, default, cancellationToken);
        if (found is null || Encoding.UTF8.GetString(found).TrimEnd('\n').Split('\n') is not [var root, var own, var index, var objects, var exclude]
            || !IsWithin(folder, root) || !await IsOfAsync(root, own, git, cancellationToken))
        {
            return new Repository(folder);
        }

        var head = await git.TryReadAsync(["rev-parse", "--quiet", "--verify", "HEAD^{commit}"], 1024, default, cancellationToken);
        return new Repository(root)
        {
            Index = index,
            Objects = objects,
            Exclude = exclude,
            Head = head is null ? null : Encoding.ASCII.GetString(head).Trim(),
            Settings = await SettingsAsync(git, cancellationToken),
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
            return (await File.ReadAllTextAsync(back, cancellationToken)).Trim() == Path.Combine(root, ".git");
        }

        var tree = await git.TryReadAsync(["config", "--file", Path.Combine(gitDirectory, "config"), "--no-includes", "core.worktree"], 16 * 1024, default, cancellationToken);
        return tree is not null && Path.GetFullPath(Encoding.UTF8.GetString(tree).TrimEnd('\n'), gitDirectory) == root;
    }

    private static bool IsWithin(string folder, string root) =>
        folder == root || folder.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static async Task<IReadOnlyList<(string Name, string Value)>> SettingsAsync(Git git, CancellationToken cancellationToken)
    {
        var output = await git.TryReadAsync(["config", "--local", "--no-includes", "-z", "--list"], 256 * 1024, default, cancellationToken) ?? [];
        return
        [
            .. Git.Split(output)
                .Select(entry => entry.Split('\n', 2))
                .Where(entry => entry.Length == 2 && Kept.Contains(entry[0]) && entry[1].All(char.IsAsciiLetterOrDigit))
                .Select(entry => (entry[0], entry[1])),
        ];
    }
}

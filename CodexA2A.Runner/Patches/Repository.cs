using System.Text;

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
            ["rev-parse", "--path-format=absolute", "--show-toplevel", "--git-path", "index", "--git-path", "objects", "--git-path", "info/exclude"],
            64 * 1024, default, cancellationToken);
        if (found is null || Encoding.UTF8.GetString(found).TrimEnd('\n').Split('\n') is not [var root, var index, var objects, var exclude])
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

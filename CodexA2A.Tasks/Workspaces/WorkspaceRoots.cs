namespace CodexA2A.Tasks;

/// <summary>
/// The folders that requests may name: the workspace and what is below it, and what the operator allows besides. One judge for both
/// sides of the seam, so that what the Api accepts the runner does not refuse.
/// </summary>
/// <param name="Root">The workspace, an absolute path; relative ones start in it.</param>
public sealed record WorkspaceRoots(string Root)
{
    /// <summary>Further folders, absolute; what is below them is allowed, too.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>True where <see cref="Root"/> has no links and must not get any: agents can write above it.</summary>
    public bool IsFixed { get; init; }

    /// <summary>The workspace without links.</summary>
    public string RealRoot => IsFixed ? Root : RealPaths.Of(Root) ?? Path.GetFullPath(Root);

    /// <summary>
    /// The path without links; null where it leads out, or where that cannot be told. Whether something is there is not asked.
    /// </summary>
    /// <param name="path">What the request names.</param>
    /// <param name="folder">A path that this gave, which relative ones start in; null for the workspace.</param>
    public string? Resolve(string path, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return IsWord(path) && RealPaths.Of(path, folder ?? RealRoot) is { } real && Contains(real) ? real : null;
    }

    /// <summary>True for one of the folders, and what is below them.</summary>
    /// <param name="real">An absolute path without links.</param>
    public bool Contains(string real)
    {
        ArgumentNullException.ThrowIfNull(real);
        // Links of the folders themselves are followed each time: what they lead to is the operator's to change.
        return IsInside(RealRoot, real) || Allowed.Any(root => IsInside(RealPaths.Of(root), real));
    }

    /// <summary>That one of the folders, without links, which a path is in; null where it is in none.</summary>
    /// <param name="real">An absolute path without links.</param>
    public string? RootOf(string real)
    {
        ArgumentNullException.ThrowIfNull(real);
        return IsInside(RealRoot, real) ? RealRoot : Allowed.Select(root => RealPaths.Of(root)).FirstOrDefault(root => IsInside(root, real));
    }

    /// <summary>A path that a person can read and a log can show: no control characters, no half of a character.</summary>
    private static bool IsWord(string path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            if (char.IsControl(path[i]) || (char.IsSurrogate(path[i]) && !(i + 1 < path.Length && char.IsSurrogatePair(path[i], path[++i]))))
            {
                return false;
            }
        }

        return path.Length > 0;
    }

    private static bool IsInside(string? root, string path) => root is not null
        && (path == root || path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal));
}

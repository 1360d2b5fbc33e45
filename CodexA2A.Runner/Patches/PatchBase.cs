namespace CodexA2A.Runner.Patches;

/// <summary>How the files of a workspace were when a turn began.</summary>
/// <param name="Folder">Where that is stored.</param>
/// <param name="Gap">Why it is not; null when it is.</param>
internal sealed record PatchBase(string Folder, string? Gap)
{
    /// <summary>Where the files are stored.</summary>
    public ShadowRepository? Shadow { get; init; }

    /// <summary>The top of the working tree.</summary>
    public string Root { get; init; } = "";

    /// <summary>The workspace from there; empty when it is the same.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The stored tree.</summary>
    public string? Tree { get; init; }

    /// <summary>The commit that was checked out.</summary>
    public string? Commit { get; init; }

    /// <summary>True when the files were not those of the commit.</summary>
    public bool IsDirty { get; init; }

    /// <summary>What could not be stored.</summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];

    /// <summary>For a file: members with NUL between them, as a path may have any other character.</summary>
    public string ToText() => string.Join('\0', Tree, Commit, IsDirty ? "dirty" : "", Root, Scope, string.Join(' ', Gaps));

    /// <summary>Reads it; null when it was not written to its end.</summary>
    public static PatchBase? FromText(string folder, string text) => text.Split('\0') is not [{ Length: > 0 } tree, var commit, var dirty, var root, var scope, var gaps]
        ? null
        : new PatchBase(folder, null)
        {
            Shadow = new ShadowRepository(folder, root),
            Tree = tree,
            Commit = commit.Length == 0 ? null : commit,
            IsDirty = dirty.Length > 0,
            Root = root,
            Scope = scope,
            Gaps = gaps.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };
}

namespace CodexA2A.Runner.Patches;

/// <summary>How the files of a workspace were when a turn began.</summary>
/// <param name="Folder">Where that is stored.</param>
/// <param name="Gap">Why it is not; null when it is.</param>
internal sealed record PatchBase(string Folder, string? Gap)
{
    private const string Form = "2";

    /// <summary>Where the files are stored; null where they are not.</summary>
    public ShadowRepository? Shadow { get; init; }

    /// <summary>The top of the working tree.</summary>
    public string Root { get; init; } = "";

    /// <summary>The workspace from there; empty when it is the same.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The stored tree; null until it is asked for, and then the files are stored as they are at the end.</summary>
    public string? Tree { get; init; }

    /// <summary>The commit that was checked out.</summary>
    public string? Commit { get; init; }

    /// <summary>Its tree.</summary>
    public string? CommitTree { get; init; }

    /// <summary>What could not be stored.</summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];

    /// <summary>For a file: members with NUL between them, as a path may have any other character.</summary>
    public string ToText() => string.Join('\0', Form, Tree, Commit, CommitTree, Root, Scope, string.Join(' ', Gaps));

    /// <summary>Reads it; null when it was not written to its end.</summary>
    public static PatchBase? FromText(string folder, string text) => text.Split('\0') is not [Form, var tree, var commit, var commitTree, var root, var scope, var gaps]
        ? null
        : new PatchBase(folder, null)
        {
            Shadow = new ShadowRepository(folder, root),
            Tree = Given(tree),
            Commit = Given(commit),
            CommitTree = Given(commitTree),
            Root = root,
            Scope = scope,
            Gaps = gaps.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };

    private static string? Given(string member) => member.Length == 0 ? null : member;
}

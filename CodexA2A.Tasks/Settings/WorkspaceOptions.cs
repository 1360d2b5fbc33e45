using Microsoft.Extensions.Options;

namespace CodexA2A.Tasks;

/// <summary>Which folders turns work in besides the workspace root, and how they share them. An Api and its runners are told the same.</summary>
public sealed class WorkspaceOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Workspaces";

    /// <summary>Value of <see cref="PerContext"/>: all contexts work in the workspace root.</summary>
    public const string None = "none";

    /// <summary>Value of <see cref="PerContext"/>: each context has a folder below the workspace root.</summary>
    public const string Folder = "folder";

    /// <summary>Value of <see cref="PerContext"/>: each context has a git working tree of the repository that the workspace root is.</summary>
    public const string Worktree = "worktree";

    /// <summary>Turns in one and the same folder run one after the other, over all contexts and all runners of a Codex home. A folder below it is another folder.</summary>
    public bool Exclusive { get; set; }

    /// <summary>
    /// Further folders that a request may name in <c>metadata.codex.directory</c>, absolute; what is below them is allowed, too. Not
    /// together with <c>PerContext</c>. Default: none, only the workspace root and what is below it.
    /// </summary>
    public IList<string> Allowed { get; set; } = [];

    /// <summary>
    /// What turns of a context work in, and what their requests name folders of: <c>none</c>, the workspace root; <c>folder</c>, an empty
    /// folder of its own in <c>contexts</c> below the root; <c>worktree</c>, a git working tree of its own of the repository whose top the
    /// root is, at the commit that is checked out there when the context begins, in <c>a2a-worktrees</c> in the Codex home.
    /// </summary>
    public string PerContext { get; set; } = None;

    /// <summary>
    /// How long the folder of a context is kept after its last turn; then it goes with all that is in it, and the next turn makes a new
    /// one. Default: as long as sessions are kept (<c>A2A:Seam:SessionRetention</c>).
    /// </summary>
    public TimeSpan? KeepIdle { get; set; }
}

/// <summary>Checks <see cref="WorkspaceOptions"/> at start; each message says what would be right.</summary>
public sealed class WorkspaceOptionsValidator : IValidateOptions<WorkspaceOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, WorkspaceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] mistakes = [.. Mistakes(options)];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Mistakes(WorkspaceOptions options)
    {
        foreach (var folder in options.Allowed.Where(folder => !Path.IsPathFullyQualified(folder) || folder.Contains('\0', StringComparison.Ordinal)))
        {
            yield return $"Workspaces:Allowed has \"{folder}\", which is no absolute path. Write the whole path, such as /srv/projects.";
        }

        if (options.PerContext is not ("" or WorkspaceOptions.None or WorkspaceOptions.Folder or WorkspaceOptions.Worktree))
        {
            yield return "Workspaces:PerContext must be none, folder or worktree.";
        }
        else if (options.PerContext is not ("" or WorkspaceOptions.None) && options.Allowed.Count > 0)
        {
            yield return "Workspaces:Allowed and Workspaces:PerContext cannot both be set: a context that has a folder of its own works there and nowhere else. Remove one of them.";
        }

        if (options.KeepIdle is { } time && (time < TimeSpan.FromMinutes(1) || time > TimeSpan.FromDays(3650)))
        {
            yield return "Workspaces:KeepIdle must be from 00:01:00 to 3650.00:00:00 (days.hours:minutes:seconds).";
        }
    }
}

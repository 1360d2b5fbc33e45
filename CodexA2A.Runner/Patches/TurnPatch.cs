namespace CodexA2A.Runner.Patches;

/// <summary>What a turn changed in the files of its workspace, as the files show it and not as the agent tells it.</summary>
internal sealed record TurnPatch
{
    /// <summary>A patch that <c>git apply</c> takes at the top of the repository, or of the workspace where there is none; null where only the reasons are known.</summary>
    public string? Text { get; init; }

    /// <summary>The changed files, by path.</summary>
    public IReadOnlyList<ChangedFile> Files { get; init; } = [];

    /// <summary>The commit that was checked out when the turn began; null outside of git and before the first commit.</summary>
    public string? BaseCommit { get; init; }

    /// <summary>
    /// True when the files differed from <see cref="BaseCommit"/> already when the turn began: the patch is one to what was there, not to
    /// the commit. Null where nobody could look.
    /// </summary>
    public bool? BaseDirty { get; init; }

    /// <summary>Why something that changed may be missing: words of <see cref="PatchGaps"/>. Empty when nothing is.</summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];
}

/// <summary>A file that a turn changed.</summary>
/// <param name="Path">From the top of the repository or workspace, with <c>/</c>.</param>
/// <param name="Kind">One of <see cref="ChangeKinds"/>.</param>
internal sealed record ChangedFile(string Path, string Kind)
{
    /// <summary>Where it was before, of one that was renamed.</summary>
    public string? OldPath { get; init; }

    /// <summary>SHA-256 of what it held before, as git stores it, lower-case hexadecimal; null for a new one, and where it is not known.</summary>
    public string? Before { get; init; }

    /// <summary>The same afterwards; null for one that was deleted.</summary>
    public string? After { get; init; }

    /// <summary>Its mode as git writes it before and afterwards, such as <c>100644</c>.</summary>
    public string? Mode { get; init; }
}

/// <summary>Values of <see cref="ChangedFile.Kind"/>.</summary>
internal static class ChangeKinds
{
    public const string Add = "add";

    public const string Delete = "delete";

    public const string Update = "update";

    public const string Rename = "rename";
}

/// <summary>Why a patch may lack something; shown in the manifest as <c>reasons</c>.</summary>
internal static class PatchGaps
{
    /// <summary>Switched off (<c>Runner:PatchTimeout</c>).</summary>
    public const string Off = "OFF";

    /// <summary>There is no git on this machine.</summary>
    public const string NoGit = "GIT_UNAVAILABLE";

    /// <summary>git could not read the folder.</summary>
    public const string GitFailed = "GIT_FAILED";

    /// <summary>It would have taken too long.</summary>
    public const string TooSlow = "TOO_SLOW";

    /// <summary>Too many files, or too many bytes of them, are new or changed in the folder.</summary>
    public const string TooMuch = "TOO_MANY_FILES";

    /// <summary>A file is too large to be compared.</summary>
    public const string LargeFile = "FILE_TOO_LARGE";

    /// <summary>A repository inside the workspace is not looked into.</summary>
    public const string Nested = "NESTED_REPOSITORY";

    /// <summary>The patch is too large for the task.</summary>
    public const string LargePatch = "PATCH_TOO_LARGE";

    /// <summary>How the files were when the turn began was lost with the runner that began it.</summary>
    public const string BaseLost = "BASE_LOST";
}

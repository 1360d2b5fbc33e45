namespace CodexA2A.Runner.Patches;

/// <summary>How much is compared for a patch (contracts.md §2 says how much of it a task holds).</summary>
internal static class PatchLimits
{
    /// <summary>Files that differ from what git knows, at the turn's beginning and at its end.</summary>
    public const int Files = 2000;

    /// <summary>One file, in bytes; a larger one is left out.</summary>
    public const long FileBytes = 64L * 1024 * 1024;

    /// <summary>All of them, in bytes.</summary>
    public const long AllBytes = 256L * 1024 * 1024;

    /// <summary>The list of them as git writes it.</summary>
    public const int ListBytes = 1024 * 1024;

    /// <summary>The patch, in bytes.</summary>
    public const int PatchBytes = 1024 * 1024;

    /// <summary>Our copy of the index of a repository, in bytes.</summary>
    public const long IndexBytes = 256L * 1024 * 1024;

    /// <summary>What is left behind by runners that died goes after this time; longer than any turn.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(8);
}

/// <summary>There is no patch.</summary>
/// <param name="gap">Why: one of <see cref="PatchGaps"/>.</param>
/// <param name="detail">For the log.</param>
internal sealed class NoPatchException(string gap, string detail = "") : Exception($"{gap} {detail}")
{
    /// <summary>Why.</summary>
    public string Gap { get; } = gap;
}

using CodexA2A.Runner.Policies;

namespace CodexA2A.Runner.Threads;

/// <summary>What a thread is opened with, whoever's it is.</summary>
/// <param name="Policy">What its principal may do.</param>
internal sealed record ThreadTerms(PrincipalPolicy Policy)
{
    /// <summary>The folder that its context works in, absolute; null for the workspace root.</summary>
    public string? Workspace { get; init; }

    /// <summary>What the settings give to all.</summary>
    public static ThreadTerms Plain { get; } = new(PrincipalPolicy.None);
}

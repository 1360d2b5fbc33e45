namespace CodexA2A.Tasks.Redis;

/// <summary>How much a finding matters.</summary>
public enum RedisFindingLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Good to know.</summary>
    Information,

    /// <summary>It works, and something may be lost or could not be looked at.</summary>
    Warning,

    /// <summary>It does not work, or will not stay right.</summary>
    Error,
}

/// <summary>What an inspection found about one thing. Never holds a password.</summary>
/// <param name="Name">
/// The thing, one word: <c>connection</c>, <c>security</c>, <c>partitions</c>, <c>scripts</c>, <c>version</c>, <c>persistence</c>,
/// <c>memory</c>, <c>clock</c>, <c>cluster</c>, <c>replicas</c>.
/// </param>
/// <param name="Level">How much it matters.</param>
/// <param name="Text">What was found, one sentence.</param>
/// <param name="Fix">What to do about it; null where there is nothing to do.</param>
public sealed record RedisFinding(string Name, RedisFindingLevel Level, string Text, string? Fix = null);

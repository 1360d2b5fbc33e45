namespace CodexA2A.Tasks.Rates;

/// <summary>What failed logins are counted by.</summary>
/// <param name="Kind">What the text is.</param>
/// <param name="Text">It; no two of a kind that are counted apart have the same.</param>
public readonly record struct FailureKey(FailureKind Kind, string Text);

/// <summary>Whom a failed login says something of.</summary>
public enum FailureKind
{
    /// <summary>Where it came from.</summary>
    Address,

    /// <summary>The user that it named.</summary>
    Name,
}

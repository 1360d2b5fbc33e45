namespace CodexA2A.Tasks;

/// <summary>The store behind the seam cannot take or give anything now; the caller may try again.</summary>
/// <param name="message">What is wrong and what to do, fit for an operator.</param>
/// <param name="inner">The cause; never shown to clients.</param>
public sealed class SeamUnavailableException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>How long a client should wait before it tries again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>True when it is a runner that is missing, and the store is well: the message may be told to clients.</summary>
    public bool IsRunnerMissing { get; init; }

    /// <summary>True when the store answered and stored nothing, because it is full: that lasts, and says nothing against a lease.</summary>
    public bool IsFull { get; init; }
}

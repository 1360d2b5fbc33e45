namespace CodexA2A.Tasks.Rates;

/// <summary>
/// Buckets of failed logins, one for all processes that share a seam: who fails too often has none left, whichever process is asked.
/// Where the store that shares them is away, each process counts by itself: nobody may guess without end, and nobody is shut out.
/// </summary>
public interface IFailureShares
{
    /// <summary>True when the next failure would be one too many, as far as this process knows. Asks nobody: it is on the way of the good.</summary>
    /// <param name="key">What is counted.</param>
    /// <param name="rate">How many failures a bucket holds and gets back; the same in every call.</param>
    bool IsExhausted(FailureKey key, Rate rate);

    /// <summary>Counts a failure in this process alone.</summary>
    /// <returns>Not taken when it was one too many.</returns>
    RateAnswer FailHere(FailureKey key, Rate rate);

    /// <summary>Counts a failure for all processes, once it is known that it happened: nothing ends the counting.</summary>
    /// <returns>Not taken when it was one too many; within a quarter of a second.</returns>
    ValueTask<RateAnswer> FailAsync(FailureKey key, Rate rate);
}

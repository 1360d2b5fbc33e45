namespace CodexA2A.Tasks.Rates;

/// <summary>
/// The buckets of principals, one for all processes that share a seam: who goes to several Apis has one rate. It is no truth: where
/// the store that shares them is away, each process goes on with buckets of its own, and nobody is refused for that.
/// </summary>
public interface IRateShares
{
    /// <summary>Takes a token of a principal's. Of what <see cref="RateAnswer.Left"/> says, other processes may have taken some.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="rate">How fast they may go; the same in every call, and to be the same in every process.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    ValueTask<RateAnswer> TakeAsync(Owner owner, Rate rate, CancellationToken cancellationToken);
}

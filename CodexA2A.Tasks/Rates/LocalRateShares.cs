namespace CodexA2A.Tasks.Rates;

/// <summary>The buckets of one process.</summary>
public sealed class LocalRateShares(TimeProvider time) : IRateShares
{
    private readonly BucketTable _table = new(time);

    /// <inheritdoc />
    public ValueTask<RateAnswer> TakeAsync(Owner owner, Rate rate, CancellationToken cancellationToken) => new(_table.Take(OwnerKey.Of(owner), rate));
}

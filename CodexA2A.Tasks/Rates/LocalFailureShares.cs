namespace CodexA2A.Tasks.Rates;

/// <summary>The buckets of one process; a flood of names pushes out no address.</summary>
/// <param name="time">The clock.</param>
/// <param name="slots">Of each kind, as of <see cref="BucketTable"/>.</param>
public sealed class LocalFailureShares(TimeProvider time, int slots = 4096) : IFailureShares
{
    private readonly BucketTable _addresses = new(time, slots);
    private readonly BucketTable _names = new(time, slots);

    /// <inheritdoc />
    public bool IsExhausted(FailureKey key, Rate rate) => Table(key).Left(key.Text, rate) < 1;

    /// <inheritdoc />
    public RateAnswer FailHere(FailureKey key, Rate rate) => Table(key).Take(key.Text, rate);

    /// <inheritdoc />
    public ValueTask<RateAnswer> FailAsync(FailureKey key, Rate rate) => new(FailHere(key, rate));

    /// <summary>A key has at most so many now, as somebody knows who counts for all.</summary>
    internal void Lower(FailureKey key, Rate rate, double left) => Table(key).Lower(key.Text, rate, left);

    private BucketTable Table(FailureKey key) => key.Kind == FailureKind.Address ? _addresses : _names;
}

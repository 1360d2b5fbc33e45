using CodexA2A.Tasks.Rates;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// The buckets of principals in Redis, taken from in lots. Who would wait for Redis longer than a moment does not: while it is away, each
/// process has the whole rate.
/// </summary>
internal sealed class RedisRateShares(RedisSeamHost host, TimeProvider time) : IRateShares
{
    /// <summary>How long a request waits for Redis.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>How long Redis is not asked after it did not answer.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly LotTable _lots = new();
    private long _awayUntil = long.MinValue;

    /// <inheritdoc />
    public async ValueTask<RateAnswer> TakeAsync(Owner owner, Rate rate, CancellationToken cancellationToken)
    {
        var lot = _lots.Of(owner, rate);
        while (true)
        {
            if (lot.TryTake(Now, out var isLow) is { } answer)
            {
                // Nobody waits for it: it does not fail, and Patience ends it.
                if (isLow && !IsAway)
                {
                    _ = FillAsync(lot, owner, rate);
                }

                return answer;
            }

            if (IsAway)
            {
                return lot.TakeOwn(Now);
            }

            await FillAsync(lot, owner, rate).WaitAsync(cancellationToken);
        }
    }

    private Task FillAsync(RateLot lot, Owner owner, Rate rate) => lot.FillAsync(wanted => FillAsync(lot, owner, rate, wanted));

    private TimeSpan Now => time.GetElapsedTime(0);

    private bool IsAway => Now.Ticks < Volatile.Read(ref _awayUntil);

    /// <summary>For everybody who waits, so nobody's request ends it.</summary>
    private async Task FillAsync(RateLot lot, Owner owner, Rate rate, int wanted)
    {
        try
        {
            var grant = await RateCall.RunAsync(host.Seam, host.Keys.Rate(owner), rate, wanted, CancellationToken.None).WaitAsync(Patience, time);
            lot.Filled(grant.Given, grant.Left, grant.Wait, Now);
        }
#pragma warning disable CA1031 // Whatever Redis has: what it shares is a convenience, and the request is not to fail for it.
        catch (Exception)
#pragma warning restore CA1031
        {
            Volatile.Write(ref _awayUntil, (Now + Pause).Ticks);
        }
    }
}

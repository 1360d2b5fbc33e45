using CodexA2A.Tasks.Rates;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// Failed logins counted in Redis and in a table of this process, which has never less left than Redis: what it refuses is refused
/// without a question, so that who is shut out costs Redis a question each time that one failure comes back. Each answer lowers the
/// table to what all processes left, so a bucket may refuse less than one failure too early.
/// </summary>
internal sealed class RedisFailureShares(RedisSeamHost host, TimeProvider time) : IFailureShares
{
    /// <summary>Most questions under way; who comes then is counted here.</summary>
    internal const int MostAsked = 256;

    private readonly LocalFailureShares _here = new(time);
    private long _awayUntil = long.MinValue;
    private int _asked;

    /// <inheritdoc />
    public bool IsExhausted(FailureKey key, Rate rate) => _here.IsExhausted(key, rate);

    /// <inheritdoc />
    public RateAnswer FailHere(FailureKey key, Rate rate) => _here.FailHere(key, rate);

    /// <inheritdoc />
    public async ValueTask<RateAnswer> FailAsync(FailureKey key, Rate rate)
    {
        var here = _here.FailHere(key, rate);
        if (!here.Taken || Now.Ticks < Volatile.Read(ref _awayUntil))
        {
            return here;
        }

        try
        {
            return await AskAsync(key, rate).WaitAsync(RedisRateShares.Patience, time) ?? here;
        }
#pragma warning disable CA1031 // Whatever Redis has: it is counted here, and the answer is not to fail for it.
        catch (Exception)
#pragma warning restore CA1031
        {
            Volatile.Write(ref _awayUntil, (Now + RedisRateShares.Pause).Ticks);
            return here;
        }
    }

    private TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>Counts it for all, also where nobody waits for the answer any more; null where too many are asking.</summary>
    private async Task<RateAnswer?> AskAsync(FailureKey key, Rate rate)
    {
        try
        {
            if (Interlocked.Increment(ref _asked) > MostAsked)
            {
                return null;
            }

            var grant = await RateCall.RunAsync(host.Seam, host.Keys.Failures(key), rate, 1, CancellationToken.None);
            var isTaken = grant.Given > 0;
            _here.Lower(key, rate, isTaken ? grant.Left : 1 - (grant.Wait.TotalSeconds * rate.PerSecond));
            return new RateAnswer(isTaken, grant.Left, grant.Wait);
        }
        finally
        {
            Interlocked.Decrement(ref _asked);
        }
    }
}

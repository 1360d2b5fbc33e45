using CodexA2A.Tasks.Rates;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>What a shared bucket gave.</summary>
/// <param name="Given">How many tokens.</param>
/// <param name="Left">How many are left.</param>
/// <param name="Wait">Until there is one, when it gave none.</param>
internal readonly record struct RateGrant(long Given, double Left, TimeSpan Wait);

/// <summary>Takes tokens of a bucket that all processes share, by the clock of Redis.</summary>
internal static class RateCall
{
    /// <summary>Takes up to so many.</summary>
    /// <exception cref="SeamUnavailableException">Redis cannot be reached, or cannot do it now.</exception>
    public static async Task<RateGrant> RunAsync(RedisSeam seam, RedisKey key, Rate rate, int wanted, CancellationToken cancellationToken)
    {
        var reply = await seam.RunAsync(RedisScript.TakeRate, [key], cancellationToken, rate.PerSecond, rate.Burst, wanted);
        return new RateGrant(reply.Number(0), reply.Number(1), TimeSpan.FromMilliseconds(reply.Number(2)));
    }
}

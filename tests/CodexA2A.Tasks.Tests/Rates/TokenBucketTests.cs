using CodexA2A.Tasks.Rates;
using CsCheck;

namespace CodexA2A.Tasks.Tests.Rates;

public sealed class TokenBucketTests
{
    private static readonly Rate Slow = Rate.PerMinute(60, 3);

    [Fact]
    public void A_full_bucket_gives_its_burst_at_once_and_then_as_fast_as_it_fills()
    {
        var bucket = new TokenBucket(Slow.Burst, TimeSpan.Zero);
        for (var i = 3; i > 0; i--)
        {
            (bucket, var taken) = bucket.Take(Slow, TimeSpan.Zero);
            Assert.Equal(new RateAnswer(true, i - 1, TimeSpan.Zero), taken);
        }

        (bucket, var refused) = bucket.Take(Slow, TimeSpan.FromSeconds(0.25));
        Assert.Equal(new RateAnswer(false, 0.25, TimeSpan.FromSeconds(0.75)), refused);
        (bucket, var next) = bucket.Take(Slow, TimeSpan.FromSeconds(1));
        Assert.True(next.Taken);
        Assert.Equal(3, bucket.LeftAt(Slow, TimeSpan.FromDays(1)));
        Assert.Equal(TimeSpan.FromSeconds(3), Slow.ToFull);
    }

    [Fact]
    public void A_clock_that_was_set_back_gives_nothing() =>
        Assert.Equal(1, new TokenBucket(1, TimeSpan.FromHours(1)).LeftAt(Slow, TimeSpan.Zero));

    [Fact]
    public void Whenever_it_is_asked_it_gives_no_more_than_its_burst_and_what_came_back() =>
        Gen.Select(Gen.Int[1, 600], Gen.Int[1, 50], Gen.Int[0, 5000].Array[1, 200]).Sample((perMinute, burst, pauses) =>
        {
            var rate = Rate.PerMinute(perMinute, burst);
            var (bucket, now, taken) = (new TokenBucket(rate.Burst, TimeSpan.Zero), TimeSpan.Zero, 0);
            foreach (var pause in pauses)
            {
                now += TimeSpan.FromMilliseconds(pause);
                (bucket, var answer) = bucket.Take(rate, now);
                taken += answer.Taken ? 1 : 0;
                if (taken > rate.Burst + (now.TotalSeconds * rate.PerSecond) + 1e-6)
                {
                    return false;
                }

                // Who waits as long as was said gets one.
                if (!answer.Taken && !bucket.Take(rate, now + answer.Wait + TimeSpan.FromTicks(2)).Answer.Taken)
                {
                    return false;
                }
            }

            return true;
        });
}

using System.Diagnostics;
using CodexA2A.Tasks.Rates;
using CodexA2A.Tasks.Redis;
using CodexA2A.Tasks.Tests.Contract;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Buckets of several processes on one Redis.</summary>
public sealed class RateShareTests(RedisServers servers) : SeamContract
{
    private static readonly Rate Rate = Rate.PerMinute(6000, 1000);

    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());

    [Fact]
    public async Task Two_processes_share_one_burst_and_ask_Redis_for_few_of_their_requests()
    {
        using var source = new ActivitySource("rate-tests");
        var asked = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = heard => heard.Name is SeamTelemetry.Name or "rate-tests",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => asked += activity.OperationName == RedisScript.TakeRate.Span && activity.Parent?.OperationName == "these" ? 1 : 0,
        };
        ActivitySource.AddActivityListener(listener);
        using var activity = source.StartActivity("these");
        // Of the same Redis, with lots of its own.
        var other = ((RedisFixture)Seam).AnotherRates();
        var taken = 0;
        for (var i = 0; i < 1000; i++)
        {
            taken += (await Seam.Rates.TakeAsync(Alice, Rate, Stop)).Taken ? 1 : 0;
            taken += (await other.TakeAsync(Alice, Rate, Stop)).Taken ? 1 : 0;
        }

        Assert.Equal(1000, taken);
        Assert.InRange(asked, 10, 15);
        Assert.True((await Seam.Rates.TakeAsync(Bob, Rate, Stop)).Taken);
    }

    [Fact]
    public async Task Without_Redis_each_process_goes_on_by_itself()
    {
        var time = new FakeTimeProvider();
        await using var host = new RedisSeamHost(
            new RedisConnectionSettings(() => ConfigurationOptions.Parse("127.0.0.1:1,abortConnect=false,connectTimeout=200,syncTimeout=200,asyncTimeout=200")),
            Microsoft.Extensions.Options.Options.Create(new RedisSeamOptions { AllowInsecure = true }), Microsoft.Extensions.Options.Options.Create(Options), time, NullLogger<RedisSeamHost>.Instance);
        await host.OpenAsync();
        var rates = new RedisRateShares(host, time);

        var taken = 0;
        for (var i = 0; i < 1100; i++)
        {
            taken += (await rates.TakeAsync(Alice, Rate, Stop)).Taken ? 1 : 0;
        }

        Assert.Equal(1000, taken);
    }
}

using System.Diagnostics;
using CodexA2A.Tasks.Rates;
using CodexA2A.Tasks.Redis;
using CodexA2A.Tasks.Tests.Contract;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Failed logins at several processes on one Redis.</summary>
public sealed class FailureShareTests(RedisServers servers) : SeamContract
{
    private static readonly Rate Rate = Rate.PerMinute(60);
    private static readonly FailureKey Bad = new(FailureKind.Address, "192.0.2.66");
    private static readonly FailureKey Good = new(FailureKind.Address, "192.0.2.1");
    private static readonly FailureKey Carol = new(FailureKind.Name, "carol");

    private new RedisFixture Seam => (RedisFixture)base.Seam;

    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());

    [Theory]
    [InlineData(FailureKind.Address)]
    [InlineData(FailureKind.Name)]
    public async Task Who_goes_to_several_processes_has_the_guesses_of_one(FailureKind kind)
    {
        var key = new FailureKey(kind, "bad");
        IFailureShares[] processes = [Seam.Failures, Seam.AnotherFailures(), Seam.AnotherFailures(), Seam.AnotherFailures()];
        var taken = 0;
        for (var i = 0; i < 400; i++)
        {
            taken += (await processes[i % processes.Length].FailAsync(key, Rate)).Taken ? 1 : 0;
        }

        Assert.Equal(60, taken);
        Assert.All(processes, process => Assert.True(process.IsExhausted(key, Rate)));
        // A minute later all of them together have a minute's.
        for (var second = 0; second < 60; second++)
        {
            await Seam.AdvanceAsync(TimeSpan.FromSeconds(1));
            foreach (var process in processes)
            {
                taken += (await process.FailAsync(key, Rate)).Taken ? 1 : 0;
            }
        }

        Assert.InRange(taken, 110, 120);
    }

    [Fact]
    public async Task A_process_learns_of_it_with_the_first_failure_and_others_are_untouched()
    {
        var other = Seam.AnotherFailures();
        for (var i = 0; i < 60; i++)
        {
            Assert.True((await Seam.Failures.FailAsync(Bad, Rate)).Taken);
        }

        Assert.False(other.IsExhausted(Bad, Rate));
        var refused = await other.FailAsync(Bad, Rate);
        Assert.Equal((false, TimeSpan.FromSeconds(1)), (refused.Taken, refused.Wait));
        Assert.True(other.IsExhausted(Bad, Rate));
        Assert.False(other.IsExhausted(Good, Rate));
        Assert.False(other.IsExhausted(Carol, Rate));
        Assert.True((await other.FailAsync(Good, Rate)).Taken);
        Assert.True((await Seam.Failures.FailAsync(Good, Rate)).Taken);
    }

    [Fact]
    public async Task Who_is_shut_out_costs_Redis_no_question()
    {
        using var source = new ActivitySource("failure-tests");
        var asked = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = heard => heard.Name is SeamTelemetry.Name or "failure-tests",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => asked += activity.OperationName == RedisScript.TakeRate.Span && activity.Parent?.OperationName == "these failures" ? 1 : 0,
        };
        ActivitySource.AddActivityListener(listener);
        using var activity = source.StartActivity("these failures");
        for (var i = 0; i < 2000; i++)
        {
            await Seam.Failures.FailAsync(Bad, Rate);
            Seam.Failures.IsExhausted(Good, Rate);
            Seam.Failures.FailHere(Carol, Rate);
        }

        Assert.Equal(60, asked);
    }

    [Fact]
    public async Task What_is_counted_goes_when_it_is_as_if_it_had_not_been()
    {
        await Seam.Failures.FailAsync(Bad, Rate);
        var left = await Seam.Inner.Link.AskAsync(database => database.KeyTimeToLiveAsync(Seam.Inner.Keys.Failures(Bad)), Stop);
        Assert.InRange(left!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Without_Redis_each_process_counts_by_itself_and_shuts_nobody_else_out()
    {
        var time = new FakeTimeProvider();
        await using var host = new RedisSeamHost(
            new RedisConnectionSettings(() => ConfigurationOptions.Parse("127.0.0.1:1,abortConnect=false,connectTimeout=200,syncTimeout=200,asyncTimeout=200")),
            Microsoft.Extensions.Options.Options.Create(new RedisSeamOptions { AllowInsecure = true }), Microsoft.Extensions.Options.Options.Create(Options), time, NullLogger<RedisSeamHost>.Instance);
        await host.OpenAsync();
        var failures = new RedisFailureShares(host, time);

        var taken = 0;
        for (var i = 0; i < 200; i++)
        {
            taken += (await failures.FailAsync(Bad, Rate)).Taken ? 1 : 0;
        }

        Assert.Equal(60, taken);
        Assert.True(failures.IsExhausted(Bad, Rate));
        Assert.False(failures.IsExhausted(Good, Rate));
        Assert.True((await failures.FailAsync(Good, Rate)).Taken);
    }
}

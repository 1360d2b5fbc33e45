using CodexA2A.Tasks.Redis;
using CodexA2A.Tasks.Tests.Contract;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>A reader that gets no hints and meets errors.</summary>
public sealed class HintTests(RedisServers servers) : SeamContract
{
    private RedisFixture Fixture => (RedisFixture)Seam;

    // A server, or a proxy before it, that knows no subscriptions.
    protected override async ValueTask<SeamFixture> CreateAsync(SeamOptions options) => await RedisFixture.OpenAsync(
        options, await servers.SingleAsync(),
        connection => connection.CommandMap = CommandMap.Create(["SUBSCRIBE", "SSUBSCRIBE", "PSUBSCRIBE"], available: false));

    [Fact]
    public async Task A_reader_that_cannot_read_goes_on_trying()
    {
        var reads = 0;
        await using var loop = await ReceiveLoop.StartAsync(
            Fixture.Inner,
            Fixture.Inner.Keys.Check,
            safety =>
            {
                Assert.True(safety);
                return ++reads is 2 or 3 ? throw (reads == 2 ? new SeamUnavailableException("away") : new InvalidOperationException("odd")) : Task.CompletedTask;
            },
            NullLogger.Instance);
        Assert.Equal(1, reads);
        while (Volatile.Read(ref reads) < 3)
        {
            Fixture.FakeTime.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        // What fails does not count as a sign of life.
        Assert.True(loop.SinceBeat >= TimeSpan.FromSeconds(2));
        while (loop.SinceBeat >= TimeSpan.FromSeconds(1))
        {
            Fixture.FakeTime.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        Assert.True(Volatile.Read(ref reads) >= 4);
    }

    [Fact]
    public async Task A_reader_whose_first_read_fails_does_not_begin() => await Assert.ThrowsAsync<SeamUnavailableException>(
        () => ReceiveLoop.StartAsync(Fixture.Inner, Fixture.Inner.Keys.Check, _ => throw new SeamUnavailableException("away"), NullLogger.Instance));
}

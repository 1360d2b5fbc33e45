using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests;

public sealed class KeyedGateTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly KeyedGate _gate;

    public KeyedGateTests() => _gate = new KeyedGate(_time);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_that_want_one_key_come_in_the_order_of_asking_and_others_at_once()
    {
        var first = await EnterAsync("a");
        var second = EnterAsync("a");
        var third = EnterAsync("a");
        using (await EnterAsync("b"))
        {
            Assert.True(_gate.IsHeld("b"));
        }

        Assert.False(_gate.IsHeld("b"));
        Assert.False(second.IsCompleted || third.IsCompleted);
        first.Dispose();
        first.Dispose();
        var held = await second;
        Assert.False(third.IsCompleted);
        held.Dispose();
        (await third).Dispose();
        Assert.False(_gate.IsHeld("a"));
    }

    [Fact]
    public async Task Who_gives_up_is_passed_over()
    {
        using var giveUp = new CancellationTokenSource();
        var first = await EnterAsync("a");
        var second = _gate.EnterAsync("a", Limit, giveUp.Token);
        var third = EnterAsync("a");

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();

        (await third).Dispose();
        Assert.False(_gate.IsHeld("a"));
    }

    [Fact]
    public async Task Nobody_waits_longer_than_the_limit()
    {
        using var first = await EnterAsync("a");
        var second = EnterAsync("a");

        _time.Advance(Limit);

        await Assert.ThrowsAsync<TimeoutException>(() => second);
    }

    [Fact]
    public async Task It_is_not_lost_between_one_that_leaves_and_one_that_gives_up()
    {
        for (var round = 0; round < 500; round++)
        {
            using var giveUp = new CancellationTokenSource();
            var first = await EnterAsync("a");
            var second = _gate.EnterAsync("a", Limit, giveUp.Token);
            await Task.WhenAll(Task.Run(first.Dispose, Cancelled), Task.Run(giveUp.Cancel, Cancelled));
            try
            {
                (await second).Dispose();
            }
            catch (OperationCanceledException)
            {
                // One of the two ends is as good as the other.
            }

            Assert.False(_gate.IsHeld("a"));
        }
    }

    private Task<IDisposable> EnterAsync(string key) => _gate.EnterAsync(key, Limit, Cancelled);
}

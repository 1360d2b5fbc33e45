using CodexA2A.Tasks.Rates;

namespace CodexA2A.Tasks.Tests.Rates;

public sealed class RateLotTests
{
    private static readonly Rate Rate = new(10, 100);
    private readonly RateLot _lot = new(Rate);

    [Fact]
    public async Task A_tenth_is_taken_in_one_go()
    {
        Assert.Null(_lot.TryTake(TimeSpan.Zero, out _));
        await FillAsync(10, given: 10, left: 90);
        for (var i = 9; i >= 0; i--)
        {
            Assert.Equal(new RateAnswer(true, i + 90, TimeSpan.Zero), _lot.TryTake(TimeSpan.Zero, out _));
        }

        Assert.Null(_lot.TryTake(TimeSpan.Zero, out _));
    }

    [Fact]
    public async Task It_is_low_once_before_it_is_empty()
    {
        await FillAsync(10, given: 10, left: 90);
        var low = new List<bool>();
        for (var i = 0; i < 9; i++)
        {
            _lot.TryTake(TimeSpan.Zero, out var isLow);
            low.Add(isLow);
        }

        // A quarter of ten is two.
        Assert.Equal([.. Enumerable.Repeat(false, 8), true], low);
        var asked = new TaskCompletionSource();
        var filling = _lot.FillAsync(_ => asked.Task);
        _lot.TryTake(TimeSpan.Zero, out var again);
        Assert.False(again);
        asked.SetResult();
        await filling;
    }

    [Fact]
    public async Task What_was_refused_in_advance_is_not_asked_for_again_until_there_is_one()
    {
        await FillAsync(10, given: 10, left: 0);
        await FillAsync(10, given: 0, left: 0, wait: TimeSpan.FromSeconds(2));
        for (var i = 0; i < 9; i++)
        {
            Assert.True(_lot.TryTake(TimeSpan.FromSeconds(1), out var isLow)!.Value.Taken);
            Assert.False(isLow);
        }

        Assert.True(_lot.TryTake(TimeSpan.FromSeconds(2), out var later)!.Value.Taken);
        Assert.True(later);
    }

    [Fact]
    public async Task What_was_refused_is_refused_without_asking_until_there_is_one()
    {
        await FillAsync(10, given: 0, left: 0, wait: TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(1.5), _lot.TryTake(TimeSpan.FromSeconds(0.5), out _)!.Value.Wait);
        Assert.Null(_lot.TryTake(TimeSpan.FromSeconds(2), out _));
    }

    [Fact]
    public async Task Those_who_wait_share_one_question()
    {
        var asked = new List<int>();
        var first = new TaskCompletionSource();
        var waiting = Enumerable.Range(0, 31).Select(_ => _lot.FillAsync(wanted =>
        {
            asked.Add(wanted);
            return first.Task;
        })).ToArray();
        Assert.Equal([10], asked);
        first.SetResult();
        await Task.WhenAll(waiting);
        await _lot.FillAsync(wanted =>
        {
            asked.Add(wanted);
            return Task.CompletedTask;
        });
        Assert.Equal([10, 10], asked);
    }

    [Fact]
    public void Alone_a_process_has_the_whole_rate()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.True(_lot.TakeOwn(TimeSpan.FromSeconds(1)).Taken);
        }

        Assert.False(_lot.TakeOwn(TimeSpan.FromSeconds(1)).Taken);
        Assert.True(_lot.TakeOwn(TimeSpan.FromSeconds(1.2)).Taken);
    }

    [Fact]
    public void There_are_never_more_lots_than_may_be()
    {
        var table = new LotTable(8);
        var first = table.Of(new Owner("", "first"), Rate);
        for (var i = 0; i < 100; i++)
        {
            first.TryTake(TimeSpan.FromSeconds(i), out _);
            table.Of(new Owner("", $"other-{i}"), Rate).TryTake(TimeSpan.FromSeconds(i), out _);
        }

        Assert.Same(first, table.Of(new Owner("", "first"), Rate));
        Assert.InRange(table.Count, 1, 8);
    }

    private Task FillAsync(int expected, long given, double left, TimeSpan wait = default) => _lot.FillAsync(wanted =>
    {
        Assert.Equal(expected, wanted);
        _lot.Filled(given, left, wait, TimeSpan.Zero);
        return Task.CompletedTask;
    });
}

using CodexA2A.Tasks.Redis;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>What is stored is a number here.</summary>
public sealed class OwnerCountTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly OwnerCount _count;
    private long _stored;
    private int _counted;

    public OwnerCountTests() => _count = new OwnerCount(_time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_burst_no_more_pass_than_there_may_be_and_all_wait_for_one_count()
    {
        var gate = new TaskCompletionSource<long>();
        var asked = Enumerable.Range(0, 1000).Select(_ => _count.TryAddAsync(8, Count, Stop).AsTask()).ToList();
        // The first of the eight passes uncounted.
        Assert.Equal(1, asked.Count(one => one.IsCompleted));
        gate.SetResult(2);

        var passed = await Task.WhenAll(asked);

        // The first may be among the two that were counted, or not.
        Assert.Equal(6, passed.Count(one => one));
        Assert.Equal(1, _counted);

        Task<long> Count()
        {
            _counted++;
            return gate.Task;
        }
    }

    [Fact]
    public async Task Nobody_is_refused_long_for_what_has_ended()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.True(await SendAsync(8));
            _stored--;
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    [Fact]
    public async Task Who_is_refused_costs_ten_counts_a_second_at_most()
    {
        // The first of the eight passes uncounted.
        _stored = 7;
        Assert.True(await SendAsync(8));
        for (var i = 0; i < 1000; i++)
        {
            Assert.False(await SendAsync(8));
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(_counted, 1, 10);
        _stored = 7;
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(await SendAsync(8));
        Assert.False(await SendAsync(8));
    }

    [Fact]
    public async Task Who_sends_little_is_counted_once_in_an_eighth_of_what_there_may_be()
    {
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(await SendAsync(2000));
            _stored--;
            _time.Advance(TimeSpan.FromSeconds(11));
        }

        Assert.Equal(3, _counted);
    }

    [Fact]
    public async Task What_was_not_stored_leaves_its_place()
    {
        _stored = 7;
        Assert.True(await _count.TryAddAsync(8, CountAsync, Stop));
        Assert.False(await SendAsync(8));
        _count.GivenUp();
        Assert.True(await SendAsync(8));
        Assert.False(await SendAsync(8));
    }

    [Fact]
    public async Task A_count_that_fails_fails_who_waits_for_it_and_is_begun_anew()
    {
        _stored = 1;
        Assert.True(await SendAsync(8));
        await Assert.ThrowsAsync<SeamUnavailableException>(async () => await _count.TryAddAsync(8, () => throw new SeamUnavailableException("away"), Stop));
        Assert.True(await SendAsync(8));
    }

    private async Task<bool> SendAsync(int most)
    {
        if (!await _count.TryAddAsync(most, CountAsync, Stop))
        {
            return false;
        }

        _stored++;
        _count.Stored();
        return true;
    }

    private Task<long> CountAsync()
    {
        _counted++;
        return Task.FromResult(_stored);
    }
}

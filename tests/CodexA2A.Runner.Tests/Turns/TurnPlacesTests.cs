using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Turns;

public sealed class TurnPlacesTests
{
    private readonly TurnPlaces _places = new(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_who_waits_gets_the_place_when_it_is_free()
    {
        var first = await _places.TakeAsync(Stop);
        var second = _places.TakeAsync(Stop);
        Assert.False(second.IsCompleted);

        first.Dispose();
        first.Dispose();

        using var taken = await second.WaitAsync(Stop);
        Assert.Equal(1, _places.Taken);
    }

    [Fact]
    public async Task A_resting_one_is_free_for_others_and_comes_back_without_waiting()
    {
        var first = await _places.TakeAsync(Stop);
        first.Rest(true);
        first.Rest(true);
        var second = await _places.TakeAsync(Stop);

        first.Rest(false);
        first.Rest(false);
        Assert.Equal(2, _places.Taken);
        var third = _places.TakeAsync(Stop);
        first.Dispose();
        Assert.False(third.IsCompleted);
        second.Dispose();

        (await third.WaitAsync(Stop)).Dispose();
        Assert.Equal(0, _places.Taken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Given_back_for_good_it_counts_no_more(bool resting)
    {
        var place = await _places.TakeAsync(Stop);
        place.Rest(resting);
        place.Dispose();

        place.Rest(!resting);
        place.Rest(resting);

        Assert.Equal(0, _places.Taken);
    }

    [Fact]
    public async Task Waiting_ends_with_its_token_and_takes_nothing()
    {
        using var place = await _places.TakeAsync(Stop);
        using var end = new CancellationTokenSource();
        var waiting = _places.TakeAsync(end.Token);
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(1, _places.Taken);
    }

    [Fact]
    public async Task One_principal_has_as_many_as_it_may_and_less_when_its_turn_rests_or_ends()
    {
        var places = new TurnPlaces(3, mostOfOne: 1);
        var alice = new Owner("", "alice");
        var first = await places.TakeAsync(Stop);
        Assert.Empty(places.Full);
        first.Give(alice);
        first.Give(alice);
        Assert.Equal([alice], places.Full);
        var eased = places.Eased;

        first.Rest(true);
        Assert.True(eased.IsCompletedSuccessfully);
        Assert.Empty(places.Full);
        first.Rest(false);
        Assert.Equal([alice], places.Full);
        eased = places.Eased;
        Assert.False(eased.IsCompleted);
        first.Dispose();
        Assert.True(eased.IsCompletedSuccessfully);
        Assert.Empty(places.Full);
        Assert.Equal(0, places.Taken);
    }

    [Fact]
    public async Task They_are_wanted_while_somebody_waits()
    {
        var first = await _places.TakeAsync(Stop);
        Assert.False(_places.AreWanted);
        var second = _places.TakeAsync(Stop);
        Assert.True(_places.AreWanted);
        first.Dispose();
        (await second).Dispose();
        Assert.False(_places.AreWanted);
    }
}

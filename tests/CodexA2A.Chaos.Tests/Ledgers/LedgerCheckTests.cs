using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Ledgers;

/// <summary>The comparison that the other tests rely on sees what it is there to see.</summary>
public sealed class LedgerCheckTests
{
    private static readonly EventId[] Log = [EventId.First, new(5, 2), new(5, 3), new(9, 4), new(9, 5)];

    [Fact]
    public void All_of_the_log_in_its_order_is_clean() => Assert.Equal(new LedgerCheck(0, 0, 0, 0, 0), Check(0, 1, 2, 3, 4));

    [Fact]
    public void What_never_came_is_lost() => Assert.Equal(new LedgerCheck(2, 0, 0, 0, 0), Check(0, 2, 4));

    [Fact]
    public void What_came_twice_is_repeated_and_late() => Assert.Equal(new LedgerCheck(0, 1, 1, 0, 0), Check(0, 1, 2, 3, 2, 4));

    [Fact]
    public void What_came_late_is_out_of_order() => Assert.Equal(new LedgerCheck(0, 0, 1, 0, 0), Check(0, 2, 1, 3, 4));

    [Fact]
    public void What_is_not_in_the_log_is_unknown() =>
        Assert.Equal(new LedgerCheck(0, 0, 0, 1, 0), LedgerCheck.Of([.. Seen(0, 1, 2), new SeenEvent(new(6, 9), false, default), .. Seen(3, 4)], Log));

    [Fact]
    public void A_resync_stands_for_everything_up_to_it() =>
        Assert.Equal(new LedgerCheck(0, 0, 0, 0, 1), LedgerCheck.Of([.. Seen(0), new SeenEvent(Log[3], true, default), .. Seen(4)], Log));

    private static LedgerCheck Check(params int[] places) => LedgerCheck.Of(Seen(places), Log);

    private static SeenEvent[] Seen(params int[] places) => [.. places.Select(place => new SeenEvent(Log[place], false, default))];
}

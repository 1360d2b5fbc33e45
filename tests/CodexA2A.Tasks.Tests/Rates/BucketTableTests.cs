using CodexA2A.Tasks.Rates;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Tasks.Tests.Rates;

public sealed class BucketTableTests
{
    private static readonly Rate Rate = Rate.PerMinute(60, 10);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Keys_that_are_made_up_push_out_those_that_took_least()
    {
        var table = new BucketTable(_time, BucketTable.Ways);
        for (var i = 0; i < 11; i++)
        {
            table.Take("a", Rate);
        }

        for (var i = 0; i < 10_000; i++)
        {
            table.Take($"made up {i}", Rate);
        }

        Assert.Equal(0, table.Left("a", Rate));
    }

    [Theory]
    [InlineData(3, 7, 7)]
    [InlineData(3, 9, 7)]
    [InlineData(3, 2, 2)]
    [InlineData(0, 4, 4)]
    [InlineData(0, 99, 10)]
    [InlineData(3, -1, -1)]
    public void What_others_took_lowers_a_key_and_never_raises_it(int taken, double left, double expected)
    {
        var table = new BucketTable(_time);
        for (var i = 0; i < taken; i++)
        {
            table.Take("a", Rate);
        }

        table.Lower("a", Rate, left);

        Assert.Equal(expected, table.Left("a", Rate));
        Assert.Equal(10, table.Left("b", Rate));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Math.Min(10, expected + 2), table.Left("a", Rate), 0.001);
    }
}

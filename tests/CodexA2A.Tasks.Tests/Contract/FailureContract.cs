using CodexA2A.Tasks.Rates;

namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>The buckets of failed logins.</summary>
public abstract class FailureContract : SeamContract
{
    private static readonly Rate Rate = Rate.PerMinute(6);
    private static readonly FailureKey Bad = new(FailureKind.Address, "192.0.2.66");
    private static readonly FailureKey Good = new(FailureKind.Address, "192.0.2.1");

    [Fact]
    public async Task After_so_many_failures_a_minute_each_key_waits_for_itself()
    {
        Assert.Equal(6, await FailedAsync(Bad, 6));
        Assert.True(Seam.Failures.IsExhausted(Bad, Rate));
        Assert.Equal(TimeSpan.FromSeconds(10), (await Seam.Failures.FailAsync(Bad, Rate)).Wait);
        Assert.False(Seam.Failures.IsExhausted(Good, Rate));
        Assert.True((await Seam.Failures.FailAsync(Good, Rate)).Taken);
        // A name that looks like the address is another one.
        Assert.False(Seam.Failures.IsExhausted(Bad with { Kind = FailureKind.Name }, Rate));
        Assert.True((await Seam.Failures.FailAsync(Bad with { Kind = FailureKind.Name }, Rate)).Taken);

        // Who goes on does not wait longer than who stops.
        await Seam.AdvanceAsync(TimeSpan.FromSeconds(4));
        Assert.Equal(6, (await Seam.Failures.FailAsync(Bad, Rate)).Wait.TotalSeconds, 0.01);
        await Seam.AdvanceAsync(TimeSpan.FromSeconds(6.01));
        Assert.Equal(1, await FailedAsync(Bad, 3));
        await Seam.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.False(Seam.Failures.IsExhausted(Bad, Rate));
        Assert.Equal(6, await FailedAsync(Bad, 9));
    }

    [Fact]
    public async Task What_was_counted_here_alone_counts_here()
    {
        for (var i = 0; i < 6; i++)
        {
            Assert.True(Seam.Failures.FailHere(Bad, Rate).Taken);
        }

        Assert.True(Seam.Failures.IsExhausted(Bad, Rate));
        Assert.False((await Seam.Failures.FailAsync(Bad, Rate)).Taken);
    }

    [Fact]
    public async Task Of_many_at_once_as_many_are_counted_as_there_may_be()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () => await Seam.Failures.FailAsync(Bad, Rate))));

        Assert.Equal(6, answers.Count(answer => answer.Taken));
        Assert.All(answers.Where(answer => !answer.Taken), answer => Assert.True(answer.Wait > TimeSpan.Zero));
    }

    [Fact]
    public async Task No_address_and_no_name_is_stored()
    {
        await Seam.Failures.FailAsync(Bad, Rate);
        await Seam.Failures.FailAsync(new FailureKey(FailureKind.Name, "carol-of-accounts"), Rate);
        Assert.Empty(await Seam.FindAsync(Bad.Text));
        Assert.Empty(await Seam.FindAsync("carol-of-accounts"));
    }

    private async Task<int> FailedAsync(FailureKey key, int times)
    {
        var taken = 0;
        for (var i = 0; i < times; i++)
        {
            taken += (await Seam.Failures.FailAsync(key, Rate)).Taken ? 1 : 0;
        }

        return taken;
    }
}

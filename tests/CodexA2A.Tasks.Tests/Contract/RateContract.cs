using CodexA2A.Tasks.Rates;

namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>The buckets of principals.</summary>
public abstract class RateContract : SeamContract
{
    private static readonly Rate Rate = Rate.PerMinute(60, 20);

    [Fact]
    public async Task Each_principal_has_a_burst_and_then_a_rate()
    {
        Assert.Equal(20, await TakenAsync(Alice, 30));
        var refused = await Seam.Rates.TakeAsync(Alice, Rate, Stop);
        Assert.False(refused.Taken);
        Assert.InRange(refused.Wait, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
        var bobs = await Seam.Rates.TakeAsync(Bob, Rate, Stop);
        Assert.Equal((true, 19), (bobs.Taken, bobs.Left));

        await Seam.AdvanceAsync(refused.Wait);
        Assert.Equal(1, await TakenAsync(Alice, 3));

        await Seam.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(5, await TakenAsync(Alice, 10));
        await Seam.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(20, await TakenAsync(Alice, 30));
    }

    [Fact]
    public async Task Of_many_at_once_as_many_pass_as_there_are()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () => await Seam.Rates.TakeAsync(Alice, Rate, Stop))));

        Assert.Equal(20, answers.Count(answer => answer.Taken));
        Assert.All(answers.Where(answer => !answer.Taken), answer => Assert.True(answer.Wait > TimeSpan.Zero));
    }

    private async Task<int> TakenAsync(Owner owner, int times)
    {
        var taken = 0;
        for (var i = 0; i < times; i++)
        {
            taken += (await Seam.Rates.TakeAsync(owner, Rate, Stop)).Taken ? 1 : 0;
        }

        return taken;
    }
}

using System.Globalization;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>What a runner that has nothing to do asks of Redis: nobody else is on this one.</summary>
public sealed class IdleRunnerTests : OwnRedis
{
    [Fact]
    public async Task After_a_hint_only_its_partition_is_looked_at_and_without_one_all_are()
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync();
        await using var other = await OpenAsync();
        Assert.Null(await runner.Queue.TryClaimAsync(SharedTurn.Runner1, Stop));
        // Listens, looks, and waits in vain.
        await runner.Queue.WaitForWorkAsync(SharedTurn.Runner1, Stop);
        Assert.Null(await runner.Queue.TryClaimAsync(SharedTurn.Runner1, Stop));
        var waiting = runner.Queue.WaitForWorkAsync(SharedTurn.Runner1, Stop).AsTask();
        var before = await LooksAsync();

        await api.Queue.SubmitAsync(SharedTurn.Submission(api.Queue), Stop);
        await waiting;
        Assert.NotNull(await runner.Queue.TryClaimAsync(SharedTurn.Runner1, Stop));

        Assert.Equal(1, await LooksAsync() - before);
        before = await LooksAsync();
        Assert.Null(await other.Queue.TryClaimAsync(SharedTurn.Runner2, Stop));
        Assert.Equal(64, await LooksAsync() - before);
    }

    // Of the two reads of a partition the one that nothing else uses.
    private async Task<long> LooksAsync() => (await (await AdminAsync()).InfoAsync("commandstats"))[0]
        .Where(pair => pair.Key == "cmdstat_zrangebyscore")
        .Sum(pair => long.Parse(pair.Value.Split(',')[0].Split('=')[1], CultureInfo.InvariantCulture));
}

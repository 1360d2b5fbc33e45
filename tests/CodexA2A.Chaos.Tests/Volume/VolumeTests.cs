using CodexA2A.Chaos.Tests.Faults;

namespace CodexA2A.Chaos.Tests.Volume;

/// <summary>
/// Many turns by agents that are killed and stand still, over a Redis that does, too. The sizes are what a build has time for; with
/// <c>CODEX_A2A_CHAOS=full</c> they are larger. A line of figures goes to the test's output.
/// </summary>
public sealed class VolumeTests(ITestOutputHelper output)
{
    private static readonly TimeSpan FullLimit = TimeSpan.FromMinutes(15);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task Agents_and_Redis_die_and_stand_still_and_nothing_is_lost_or_repeated() => HoldsAsync(ChaosSettings.Full
        ? new VolumeSize(4, 14, 40, 800, new FaultCounts(9, 3, 3, 1, TimeSpan.FromSeconds(30))) { Limit = FullLimit }
        : new VolumeSize(3, 8, 16, 96, new FaultCounts(2, 1, 1, 1, TimeSpan.FromSeconds(3))));

    [Fact]
    public Task Without_hints_nothing_is_lost_or_repeated() => HoldsAsync(ChaosSettings.Full
        ? new VolumeSize(4, 14, 40, 400, new FaultCounts(4, 2, 1, 0, TimeSpan.Zero)) { Hints = false, Limit = FullLimit }
        : new VolumeSize(2, 8, 8, 16, new FaultCounts(0, 1, 0, 0, TimeSpan.Zero)) { Hints = false });

    // What the tests above would see if the fence were open.
    [Fact]
    public async Task Without_the_fence_the_same_faults_complete_turns_twice()
    {
        var report = await RunAsync((ChaosSettings.Full
            ? new VolumeSize(4, 14, 40, 400, new FaultCounts(6, 3, 0, 0, TimeSpan.Zero)) { Limit = FullLimit }
            : new VolumeSize(3, 8, 16, 48, new FaultCounts(1, 1, 0, 0, TimeSpan.Zero))) with
        { Fenced = false });

        Assert.True(report.AcknowledgedTwice > 0, "No turn was completed twice: the tests beside this one prove nothing.");
        Assert.NotEmpty(report.Problems);
    }

    private async Task HoldsAsync(VolumeSize size)
    {
        var report = await RunAsync(size);

        Assert.True(report.Problems.Count == 0, string.Join('\n', report.Problems.Take(20)));
        Assert.Equal(0, report.AcknowledgedTwice + report.EffectsTwice + report.EndedTwice);
        Assert.Equal(0, report.Resyncs);
        Assert.True(report.Fenced > 0, "No late writer was fenced off: this run proves nothing.");
    }

    private async Task<VolumeReport> RunAsync(VolumeSize size)
    {
        // Said before anything can go wrong.
        output.WriteLine($"CODEX_A2A_CHAOS_SEED={ChaosSettings.Seed}");
        var (report, summary) = await new VolumeRun(size, ChaosSettings.Seed).RunAsync(Stop);
        output.WriteLine(summary);
        return report;
    }
}

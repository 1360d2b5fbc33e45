using CodexA2A.Chaos.Tests.Faults;
using CodexA2A.Chaos.Tests.Fleet.Runs;
using CodexA2A.Chaos.Tests.Fleet.Stage;
using CodexA2A.Chaos.Tests.Fleet.Turns;
using CodexA2A.Chaos.Tests.Volume;

namespace CodexA2A.Chaos.Tests.Fleet;

/// <summary>
/// Whole processes: Apis, runners, Redis and Codex, any of which dies or stands still while turns run. Each client keeps a ledger of
/// every event id and compares it with the log. The sizes are what a build has time for; with <c>CODEX_A2A_CHAOS=full</c> they are
/// larger. A line of figures goes to the test's output.
/// </summary>
public sealed class FleetTests(ChaosFleet fleet, ITestOutputHelper output) : IClassFixture<ChaosFleet>
{
    private static readonly TimeSpan Limit = ChaosSettings.Full ? TimeSpan.FromMinutes(40) : TimeSpan.FromSeconds(120);

    private static int Sessions => ChaosSettings.Full ? 20 : 6;

    [Fact]
    public Task Runners_are_killed_at_each_of_twelve_points_of_a_turn() => RunAsync("kills", async (run, stop) =>
    {
        var points = Enum.GetValues<TurnPoint>().Where(point => point != TurnPoint.None).ToArray();
        var each = ChaosSettings.Full ? 25 : 1;
        var plan = Enumerable.Repeat(points, each).SelectMany(some => some).ToArray();
        new Random(ChaosSettings.Seed).Shuffle(plan);
        using var kills = new PointKills(fleet, run, plan);
        await kills.RunAsync(Sessions, stop);

        Assert.Equal(12, points.Length);
        Assert.All(points, point => Assert.True(kills.Hits.GetValueOrDefault(point) >= each, $"{point}: {kills.Hits.GetValueOrDefault(point)} kills"));
        return $"{kills}";
    });

    [Fact]
    public Task A_runner_is_frozen_past_its_lease_and_wakes() => RunAsync("frozen runner", async (run, stop) =>
    {
        var (times, turns, before) = (ChaosSettings.Full ? 10 : 1, 0, Given());
        await run.LoadAsync(Sessions, text => text with { Words = 40, Delay = TimeSpan.FromMilliseconds(40) }, async token =>
        {
            for (var i = 0; i < times; i++)
            {
                turns += await FleetFaults.FreezeRunnerAsync(fleet, run, token);
            }
        }, stop);

        var given = Given() - before;
        Assert.True(given > 0, $"No runner noticed that it had lost anything.\n{fleet.Output}");
        return FormattableString.Invariant($"runner frozen past its lease {times} times with {turns} turns, {given} of its sessions fenced off or given up by itself");
    });

    [Fact]
    public Task An_Api_is_killed_under_many_streams() => RunAsync("killed Api", async (run, stop) =>
    {
        var streams = ChaosSettings.Full ? 100 : 10;
        var gate = fleet.Model.Gate("api");
        var started = Enumerable.Range(0, streams).Select(session => run.Start(
            session, text => text with { Words = 60, Delay = TimeSpan.FromMilliseconds(30), Gate = gate.Name }, stop, home: 0)).ToArray();
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var killed = KillAsync();
        await FleetRun.AllAsync([killed, .. started.Select(one => one.Ended)], failed);
        await fleet.StartAsync(fleet.Apis[0], stop);

        Assert.All(started, one => Assert.True(one.Turn.Reconnects > 0, "A stream was not cut."));
        return FormattableString.Invariant($"Api killed under {streams} streams");

        async Task KillAsync()
        {
            await Task.WhenAll(started.Select(one => one.Turn.Streaming.WaitAsync(failed.Token)));
            await gate.WaitUntilReachedAsync(failed.Token);
            gate.Open();
            await fleet.Apis[0].KillAsync(failed.Token);
        }
    });

    [Fact]
    public Task Redis_dies_and_stands_still_under_load() => RunAsync("Redis", async (run, stop) =>
    {
        var (rounds, frozen) = ChaosSettings.Full ? (5, TimeSpan.FromSeconds(30)) : (1, TimeSpan.FromSeconds(3));
        await run.LoadAsync(Sessions, text => text with { Words = 40, Delay = TimeSpan.FromMilliseconds(25) }, async token =>
        {
            for (var i = 0; i < rounds; i++)
            {
                await Pauses.ForAsync(TimeSpan.FromSeconds(1), token);
                await FleetFaults.KillRedisAsync(fleet, TimeSpan.Zero, token);
                await Pauses.ForAsync(TimeSpan.FromSeconds(1), token);
                await FleetFaults.KillRedisAsync(fleet, TimeSpan.FromSeconds(i), token);
            }

            await Pauses.ForAsync(TimeSpan.FromSeconds(1), token);
            await FleetFaults.FreezeRedisAsync(fleet, frozen, token);
        }, stop);
        return FormattableString.Invariant($"Redis killed {2 * rounds} times and frozen for {frozen.TotalSeconds:0} s");
    });

    [Fact]
    public Task Nobody_hears_a_hint() => RunAsync("no hints", async (run, stop) =>
    {
        await FleetFaults.SilenceAsync(fleet, stop);
        try
        {
            var turns = ChaosSettings.Full ? 10 : 1;
            await run.LoadAsync(Sessions, text => text, async token =>
            {
                for (var i = 1; i < turns; i++)
                {
                    var (_, ended) = run.Start(Sessions, text => text, token);
                    await ended;
                }
            }, stop);
            Assert.False(await FleetFaults.AnyHearsAsync(fleet));
        }
        finally
        {
            await FleetFaults.EndSilenceAsync(fleet);
        }

        return "hints suppressed";
    });

    [Fact]
    public Task Clients_are_cut_off_again_and_again() => RunAsync("disconnects", async (run, stop) =>
    {
        const int Each = 5;
        var (sessions, turns) = ChaosSettings.Full ? (20, 10) : (8, 1);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await FleetRun.AllAsync([.. Enumerable.Range(0, sessions).Select(OneAsync)], failed);

        var left = run.Turns.Sum(turn => turn.BreaksLeft);
        Assert.Equal(0, left);
        return FormattableString.Invariant($"{sessions * turns * Each} forced disconnects over {sessions * turns} tasks");

        async Task OneAsync(int session)
        {
            for (var i = 0; i < turns; i++)
            {
                await run.Start(session, text => text with { Words = 60, Delay = TimeSpan.FromMilliseconds(30) }, failed.Token, breaks: Each).Ended;
            }
        }
    });

    [Fact]
    public Task Every_process_is_restarted_while_turns_run() => RunAsync("rolling restart", async (run, stop) =>
    {
        var sessions = ChaosSettings.Full ? 50 : 6;
        IReadOnlyList<TimeSpan> drains = [];
        await run.LoadAsync(
            sessions, text => text with { Words = 60, Delay = TimeSpan.FromMilliseconds(60) }, async token => drains = await FleetFaults.RestartAllAsync(fleet, token), stop);
        var times = string.Join(", ", drains.Select(drain => FormattableString.Invariant($"{drain.TotalSeconds:0.0}")));
        return FormattableString.Invariant($"{fleet.Apis.Count + fleet.Runners.Count} processes restarted with {sessions} turns running; they drained in {times} s");
    });

    private async Task RunAsync(string name, Func<FleetRun, CancellationToken, Task<string>> test)
    {
        // Said before anything can go wrong.
        output.WriteLine($"CODEX_A2A_CHAOS_SEED={ChaosSettings.Seed}");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        using var run = new FleetRun(fleet, name.Replace(' ', '-'));
        try
        {
            output.WriteLine(await run.EndAsync(await test(run, limit.Token)));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            var open = run.Turns.Where(turn => !turn.Ended).Select(turn => $"{turn.Text} in {turn.Context}: {(turn.Accepted.IsCompleted ? $"{turn.Ledger.TaskId} at {turn.Ledger.Last}" : "not accepted")}");
            Assert.Fail($"It did not end in time; open are:\n{string.Join('\n', open)}\n{fleet.Output}");
        }
    }

    // What the runners say when a lease is not theirs any more.
    private int Given() => fleet.Runners.Sum(runner => runner.Output.Split('\n').Count(line =>
        line.Contains("was fenced off", StringComparison.Ordinal) || line.Contains("is lost; its turn is stopped", StringComparison.Ordinal)));
}

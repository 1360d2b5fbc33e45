using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.SideBySide;

/// <summary>
/// The same scripted turns on bare Codex with our settings, on bare Codex with its defaults, and through our service
/// in one or two of its forms, alternating in one run. Bare Codex is started anew for each round, so that it never carries the threads of earlier ones;
/// the service stays up, as a service does.
/// </summary>
internal static class SideBySideBench
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var rounds = arguments.Number("rounds", 5);
        var levels = arguments.Numbers("levels", "1,8,32,64");
        var turns = arguments.Numbers("turns", string.Join(',', levels.Select(level => Math.Max(24, level * 2))));
        using var folder = new BenchFolder();
        await using var model = await ModelProcess.StartAsync(folder, cancellationToken);
        await using var ours = await OurLanes.StartAsync(arguments, folder, model, cancellationToken);
        foreach (var lane in ours.All)
        {
            await Load.RunAsync(lane, model.Pid, 8, arguments.Number("warmup", 100), cancellationToken);
        }

        var lanes = ours.All.Count + 2;
        var report = new SideBySideReport(levels);
        for (var round = 0; round < rounds; round++)
        {
            // The order turns with the rounds: what drifts within a round hits each lane alike.
            foreach (var lane in Enumerable.Range(0, lanes).Select(place => (place + round) % lanes))
            {
                await RunLaneAsync(lane, round);
            }
        }

        report.Print(Console.Out);
        return 0;

        async Task RunLaneAsync(int number, int round)
        {
            if (number < ours.All.Count)
            {
                await MeasureAsync(ours.All[number], round);
                return;
            }

            await using var bare = await BareCodex.StartAsync(asOurs: number == ours.All.Count, folder, model, cancellationToken);
            await Load.RunAsync(bare, model.Pid, 2, 4, cancellationToken);
            await MeasureAsync(bare, round);
        }

        async Task MeasureAsync(ILane lane, int round)
        {
            for (var i = 0; i < levels.Count; i++)
            {
                report.Add(round, lane.Name, levels[i], await Load.RunAsync(lane, model.Pid, levels[i], turns[i], cancellationToken));
            }
        }
    }
}

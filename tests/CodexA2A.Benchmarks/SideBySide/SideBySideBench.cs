using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.SideBySide;

/// <summary>
/// The same scripted turns on bare Codex with our settings, on bare Codex with its defaults, and through our service,
/// alternating in one run. Bare Codex is started anew for each round, so that it never carries the threads of earlier ones;
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
        await using var ours = await ServiceLane.StartAsync(arguments.Text("service") ?? Places.Service, folder, model, null, cancellationToken);
        await Load.RunAsync(ours, model.Pid, 8, arguments.Number("warmup", 100), cancellationToken);
        var report = new SideBySideReport(levels);
        for (var round = 0; round < rounds; round++)
        {
            // The order turns with the rounds: what drifts within a round hits each lane alike.
            foreach (var lane in Enumerable.Range(0, 3).Select(place => (place + round) % 3))
            {
                await RunLaneAsync(lane, round);
            }
        }

        report.Print(Console.Out);
        return 0;

        async Task RunLaneAsync(int number, int round)
        {
            if (number == 0)
            {
                await MeasureAsync(ours, round);
                return;
            }

            await using var bare = await BareCodex.StartAsync(asOurs: number == 1, folder, model, cancellationToken);
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

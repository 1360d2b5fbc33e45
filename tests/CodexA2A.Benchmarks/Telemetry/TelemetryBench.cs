using System.Globalization;
using CodexA2A.Benchmarks.Harness;
using CodexA2A.Benchmarks.SideBySide;
using CodexA2A.Testing;

namespace CodexA2A.Benchmarks.Telemetry;

/// <summary>
/// What telemetry costs: the same turns through the same service without a collector and with one, and with <c>--before FILE</c> through
/// a build that has no telemetry of turns, with <c>--with NAME=VALUE</c> through the same one with other settings, alternating in one run. The collector only counts bytes; it runs in this program.
/// </summary>
internal static class TelemetryBench
{
    private const string Off = "none";

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var (rounds, level, turns) = (arguments.Number("rounds", 8), arguments.Number("level", 8), arguments.Number("turns", 64));
        var service = arguments.Text("service") ?? Places.Service;
        using var folder = new BenchFolder();
        await using var receiver = await OtlpReceiver.StartAsync(keeps: false, cancellationToken);
        await using var model = await ModelProcess.StartAsync(folder, cancellationToken);
        var forms = new List<(string Name, string Service, Dictionary<string, string> Settings)>
        {
            (Off, service, []),
            ("collector", service, new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Endpoint }),
        };
        if (arguments.Text("with") is { } other)
        {
            forms.Add((other, service, new(arguments.Settings("with"))));
        }

        if (arguments.Text("before") is { } before)
        {
            forms.Add(("before", before, []));
        }

        var lanes = new List<(string Name, ILane Lane)>();
        try
        {
            foreach (var (name, file, settings) in forms)
            {
                var lane = arguments.Flag("fleet")
                    ? (ILane)new FleetLane(await Fleet.StartAsync(file, folder, model, runners: 1, settings, cancellationToken))
                    : await ServiceLane.StartAsync(file, folder, model, settings, cancellationToken);
                lanes.Add((name, lane));
                await Load.RunAsync(lane, model.Pid, level, arguments.Number("warmup", 150), cancellationToken);
            }

            await MeasureAsync(lanes, receiver, model.Pid, rounds, level, turns, cancellationToken);
        }
        finally
        {
            foreach (var (_, lane) in lanes)
            {
                await lane.DisposeAsync();
            }
        }

        return 0;
    }

    private static async Task MeasureAsync(
        List<(string Name, ILane Lane)> lanes, OtlpReceiver receiver, int modelPid, int rounds, int level, int turns, CancellationToken cancellationToken)
    {
        var results = lanes.ToDictionary(lane => lane.Name, _ => new List<LoadResult>());
        var received = receiver.Received;
        for (var round = 0; round < rounds; round++)
        {
            foreach (var place in Enumerable.Range(0, lanes.Count))
            {
                var (name, lane) = lanes[(place + round) % lanes.Count];
                results[name].Add(await Load.RunAsync(lane, modelPid, level, turns, cancellationToken));
            }
        }

        received = receiver.Received - received;
        Console.WriteLine("| telemetry | turns/s | against none, median (each round) | our CPU ms/turn | Codex CPU ms/turn | foreign cores |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, all) in results)
        {
            var ratios = all.Zip(results[Off], (one, none) => one.TurnsPerSecond / none.TurnsPerSecond).ToList();
            double Of(Func<LoadResult, double> value) => Stats.Median(all.Select(value));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {Of(r => r.TurnsPerSecond):0.0} | {Stats.Median(ratios):0.000} ({string.Join(' ', ratios.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)))}) | {Of(r => r.OurCpu):0.00} | {Of(r => r.CodexCpu):0.0} | {Of(r => r.ForeignCpu):0.00} |"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{received / (double)(rounds * turns):0} bytes of OTLP a turn"));
    }
}

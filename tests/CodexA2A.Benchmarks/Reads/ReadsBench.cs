using System.Globalization;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.Reads;

/// <summary>GetTask per second of a finished task, on one connection and on sixteen, beside a bare web server with the same answer.</summary>
internal static class ReadsBench
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var rounds = arguments.Number("rounds", 5);
        var seconds = arguments.Number("seconds", 5);
        using var folder = new BenchFolder();
        await using var model = await ModelProcess.StartAsync(folder, cancellationToken);
        await using var ours = await ServiceLane.StartAsync(arguments.Text("service") ?? Places.Service, folder, model, null, cancellationToken);
        var taskId = await ours.Client.FinishedTaskAsync("#text", cancellationToken);
        var task = new Uri(ours.Client.Http.BaseAddress!, $"/tasks/{taskId}");
        var body = await ours.Client.Http.GetByteArrayAsync(task, cancellationToken);
        await using var bare = await FixedAnswer.StartAsync(body, cancellationToken);
        await Wrk.RunAsync(task, ours.Client.Token, 16, seconds, cancellationToken);
        await Wrk.RunAsync(bare.Address, ours.Client.Token, 16, seconds, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"GetTask, {body.Length} bytes a body\n"));
        Console.WriteLine("| connections | ours /s | bare web server /s | ratio, median of rounds (all of them) | our CPU µs a read |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var connections in new[] { 1, 16 })
        {
            var of = new List<(double Ours, double Bare, double Cpu)>();
            for (var round = 0; round < rounds; round++)
            {
                var before = TreeUsage.Read(ours.Pid).Root;
                var rate = await Wrk.RunAsync(task, ours.Client.Token, connections, seconds, cancellationToken);
                var cpu = (TreeUsage.Read(ours.Pid).Root - before).TotalMicroseconds / (rate * seconds);
                of.Add((rate, await Wrk.RunAsync(bare.Address, ours.Client.Token, connections, seconds, cancellationToken), cpu));
            }

            var ratios = of.Select(round => round.Ours / round.Bare).ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {connections} | {Stats.Median(of.Select(r => r.Ours)):0} | {Stats.Median(of.Select(r => r.Bare)):0} | {Stats.Median(ratios):0.00} ({string.Join(' ', ratios.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)))}) | {Stats.Median(of.Select(r => r.Cpu)):0} |"));
        }

        return 0;
    }
}

using System.Globalization;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.Slow;

/// <summary>What connections that send a byte now and then do to those that send requests: GetTask alone, and beside them.</summary>
internal static class SlowBench
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var count = arguments.Number("connections", 2000);
        var pause = TimeSpan.FromSeconds(arguments.Number("pause", 10));
        var time = TimeSpan.FromSeconds(arguments.Number("seconds", 30));
        var workers = arguments.Number("workers", 4);
        using var folder = new BenchFolder();
        await using var model = await ModelProcess.StartAsync(folder, cancellationToken);
        await using var ours = await ServiceLane.StartAsync(arguments.Text("service") ?? Places.Service, folder, model, null, cancellationToken);
        var task = new Uri(ours.Client.Http.BaseAddress!, $"/tasks/{await ours.Client.FinishedTaskAsync("#text", cancellationToken)}");
        await AskAsync(time / 4);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} connections that send a byte in {pause.TotalSeconds:0} s, half of them headers, half of them bodies; {workers} clients one request after the other\n"));
        Console.WriteLine("| | requests /s | p50 ms | p95 ms | p99 ms | slow ones open | closed by the service |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var alone = await AskAsync(time);
        Report("alone", alone, null);
        await using (var slow = SlowConnections.Start(ours.Client.Http.BaseAddress!, ours.Client.Token, count, pause))
        {
            // All are there, and the first were closed and came again.
            await Task.Delay(pause * 2, cancellationToken);
            var beside = await AskAsync(time);
            Report("beside them", beside, slow);
            var ratio = Stats.Percentile(beside, 0.95) / Stats.Percentile(alone, 0.95);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\np95 beside them is {ratio:0.00} × that alone."));
        }

        Report("after them", await AskAsync(time), null);
        return 0;

        void Report(string name, List<double> took, SlowConnections? slow) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {took.Count / time.TotalSeconds:0} | {Stats.Percentile(took, 0.5):0.00} | {Stats.Percentile(took, 0.95):0.00} | {Stats.Percentile(took, 0.99):0.00} | {slow?.Open} | {slow?.Closed} |"));

        Task<List<double>> AskAsync(TimeSpan during) => GoodCalls.AskAsync(ours.Client.Http, task, workers, during, cancellationToken);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using CodexA2A.Benchmarks.Harness;
using CodexA2A.Benchmarks.Workers;

namespace CodexA2A.Benchmarks.Store;

/// <summary>
/// The seam over a Redis of its own, without Codex: a producer process in the runner's place, a follower process in the Api's.
/// Every event must come, in order and once. Each measurement has processes and a Redis of its own, and a warm-up.
/// </summary>
internal static class StoreBench
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var seconds = arguments.Number("seconds", 10);
        var tasks = arguments.Number("tasks", 64);
        var bytes = arguments.Number("bytes", 200);
        var text = arguments.Number("delta", 24);
        var inFlight = arguments.Number("in-flight", 4);
        var rounds = arguments.Number("rounds", 3);
        using var folder = new BenchFolder();
        var report = new StoreReport();
        for (var round = 0; round < rounds; round++)
        {
            report.Add("appends, nobody follows", 1, await MeasureAsync(tasks, "bare", followed: false, Flood(bytes)));
            report.Add("appends, one follower each", 1, await MeasureAsync(tasks, "bare", followed: true, Flood(bytes)));
            report.Add("8 merged deltas an append", 8, await MeasureAsync(tasks, "bare", followed: false, Flood(bytes * 8)));
            report.Add("32 merged deltas an append", 32, await MeasureAsync(tasks, "bare", followed: false, Flood(bytes * 32)));
            report.Add("delivery, 1 task, 100/s", 1, await MeasureAsync(1, "bare", followed: true, Pace("pace", 100, bytes)));
            report.Add($"delivery, {tasks} tasks, 50/s each", 1, await MeasureAsync(tasks, "bare", followed: true, Pace("pace", tasks * 50, bytes)));
            report.Add($"{tasks} tasks, 200 deltas/s each, merged by the runner's pen", 1, await MeasureAsync(tasks, "pens", followed: true, Pace("merge", tasks * 200, text)));
        }

        report.Print(Console.Out);
        await MemoryAsync();
        return 0;

        JsonObject Flood(int size) => new() { ["do"] = "flood", ["bytes"] = size, ["inFlight"] = inFlight };

        JsonObject Pace(string what, int perSecond, int size) => new() { ["do"] = what, ["bytes"] = size, ["perSecond"] = perSecond };

        async Task<SeamRun> MeasureAsync(int count, string form, bool followed, JsonObject what)
        {
            await using var stage = await SeamStage.StartAsync(folder, followed, cancellationToken);
            await stage.OpenAsync(count, form, cancellationToken);
            what["seconds"] = 2;
            await stage.RunAsync(what, cancellationToken);
            what["seconds"] = seconds;
            return await stage.RunAsync(what, cancellationToken);
        }

        async Task MemoryAsync()
        {
            const int Events = 10_000;
            await using var stage = await SeamStage.StartAsync(folder, followed: false, cancellationToken);
            await stage.OpenAsync(1, "bare", cancellationToken);
            await stage.ProduceAsync(new JsonObject { ["do"] = "fill", ["events"] = Events, ["bytes"] = bytes }, cancellationToken);
            var used = await stage.StreamBytesAsync(stage.Tasks[0]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"\nMEMORY USAGE of a stream of {Events} events of {bytes} bytes: {used} bytes, {(double)used / Events:0} for each."));
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using CodexA2A.Benchmarks.Harness;
using CodexA2A.Benchmarks.Workers;

namespace CodexA2A.Benchmarks.OpenTasks;

/// <summary>
/// What an open task costs as their number grows: a stub agent owns the sessions by lease, renews them, waits for their commands
/// and writes merged events to each; one reader of each task is in another process.
/// </summary>
internal static class OpenTasksBench
{
    private const double Mebi = 1024 * 1024;
    private const double Kibi = 1024;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var counts = arguments.Numbers("tasks", "10,100,1000");
        var seconds = arguments.Number("seconds", 30);
        var rate = arguments.Number("rate", 5);
        var bytes = arguments.Number("text", 120);
        using var folder = new BenchFolder();
        var costs = new List<string>();
        var sizes = new List<string>();
        foreach (var count in counts)
        {
            await using var stage = await SeamStage.StartAsync(folder, followed: true, cancellationToken);
            await stage.OpenAsync(count, "turns", cancellationToken);
            var open = await stage.UsedBytesAsync();
            var write = new JsonObject { ["do"] = "write", ["perSecond"] = count * rate, ["bytes"] = bytes, ["seconds"] = 5 };
            await stage.RunAsync(write, cancellationToken);
            var before = await stage.UsedBytesAsync();
            write["seconds"] = seconds;
            var run = await stage.RunAsync(write, cancellationToken);
            var grown = await stage.UsedBytesAsync() - before;
            var renewals = await stage.ProduceAsync(new JsonObject { ["do"] = "renewals" }, cancellationToken);
            var connections = await stage.ConnectionsAsync();
            double Milliseconds(string name) => run.Cpu[name].TotalMilliseconds / count / run.Seconds;
            costs.Add(string.Create(CultureInfo.InvariantCulture,
                $"| {count} | {run.Events / run.Seconds:0} | {run.Microseconds("Redis", run.Events):0} / {run.Microseconds("producer", run.Events):0} / {run.Microseconds("consumer", run.Events):0} | {Milliseconds("Redis"):0.00} / {Milliseconds("producer"):0.00} / {Milliseconds("consumer"):0.00} | {run.Core("Redis"):0} / {run.Core("producer"):0} / {run.Core("consumer"):0} | {run.Age!.Middle:0.0} / {run.Age.Highest:0.0} |"));
            sizes.Add(string.Create(CultureInfo.InvariantCulture,
                $"| {count} | {(open - stage.EmptyBytes) / Kibi / count:0.0} | {(double)grown / run.Events:0} | {connections} | {run.Bytes["Redis"] / Mebi:0} / {run.Bytes["producer"] / Mebi:0} / {run.Bytes["consumer"] / Mebi:0} | {(double)renewals["p50"]!:0.0} / {(double)renewals["max"]!:0.0} ({renewals["count"]}) | {(double)stage.Opened["submitting"]! / count:0.0} / {(double)stage.Opened["claiming"]! / count:0.0} |"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} open tasks: {run.Events} events in {run.Seconds:0.0} s, age p50 {run.Age.Middle:0.0} ms"));
        }

        Print("| open tasks | events/s | CPU us/event: Redis / producer / consumer | CPU ms per task and second: Redis / producer / consumer | % of a core: Redis / producer / consumer | age p50 / p99 ms |", costs);
        Print("| open tasks | Redis KB per task, just begun | Redis bytes per further event | connections | RSS MB: Redis / producer / consumer | renewal of all p50 / max ms (how many) | to submit / claim one, ms |", sizes);
        return 0;
    }

    private static void Print(string head, List<string> rows)
    {
        Console.WriteLine($"\n{head}\n|{string.Concat(Enumerable.Repeat("---|", head.Count(c => c == '|') - 1))}");
        rows.ForEach(Console.WriteLine);
    }
}

using System.Globalization;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.Idle;

/// <summary>What a stream costs on which nothing happens: many subscriptions to running turns, each on a connection of its own, over some heartbeats.</summary>
internal static class IdleStreamsBench
{
    private const double Kibi = 1024;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var count = arguments.Number("streams", 1000);
        var tasks = arguments.Number("tasks", 4);
        var settle = TimeSpan.FromSeconds(arguments.Number("settle", 25));
        using var folder = new BenchFolder();
        await using var model = await ModelProcess.StartAsync(folder, cancellationToken);
        await using var ours = await ServiceLane.StartAsync(arguments.Text("service") ?? Places.Service, folder, model, null, cancellationToken);
        var running = new List<string>();
        for (var i = 0; i < tasks; i++)
        {
            running.Add(await ours.Client.RunningTaskAsync("#hang", cancellationToken));
        }

        // Code that ran once is not counted as the cost of a stream.
        await OpenAsync(32);
        await Task.Delay(settle, cancellationToken);
        var before = TreeUsage.Read(ours.Pid);
        var streams = await OpenAsync(count);
        await Task.Delay(settle, cancellationToken);
        var after = TreeUsage.Read(ours.Pid);
        await Task.Delay(settle, cancellationToken);
        var later = TreeUsage.Read(ours.Pid);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} idle streams on {tasks} tasks: {before.RootBytes / Kibi / Kibi:0} MB before, {after.RootBytes / Kibi / Kibi:0} MB with them, {(after.RootBytes - before.RootBytes) / Kibi / count:0.0} KB each; {(later.Root - after.Root).TotalMilliseconds / settle.TotalSeconds / 10:0.0} % of a core for their heartbeats"));
        foreach (var stream in streams)
        {
            stream.Dispose();
        }

        return 0;

        async Task<List<HttpResponseMessage>> OpenAsync(int number)
        {
            var open = new List<HttpResponseMessage>(number);
            for (var i = 0; i < number; i++)
            {
                open.Add(await ours.Client.StreamAsync($"/tasks/{running[i % tasks]}:subscribe", null, cancellationToken));
            }

            return open;
        }
    }
}

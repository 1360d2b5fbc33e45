using System.Globalization;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.Starts;

/// <summary>From the start of the process to its card, and what it weighs when idle; Codex below it is not counted.</summary>
internal static class StartBench
{
    private const double Mebi = 1024 * 1024;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var rounds = arguments.Number("rounds", 9);
        var idle = TimeSpan.FromSeconds(arguments.Number("idle", 20));
        using var folder = new BenchFolder();
        await using var model = await ModelProcess.StartAsync(folder, cancellationToken);
        var service = arguments.Text("service") ?? Places.Service;
        if (arguments.Flag("fleet"))
        {
            await RolesAsync(service, folder, model, rounds, cancellationToken);
            return 0;
        }

        var starts = new List<double>();
        TreeUsage? last = null;
        for (var round = 0; round < rounds; round++)
        {
            await using var ours = await ServiceLane.StartAsync(service, folder, model, null, cancellationToken);
            starts.Add(ours.StartToCard.TotalMilliseconds);
            if (round == rounds - 1)
            {
                await Task.Delay(idle, cancellationToken);
                last = TreeUsage.Read(ours.Pid);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"card after {Stats.Median(starts):0} ms (median of {rounds}; {starts.Min():0} to {starts.Max():0}); idle after {idle.TotalSeconds:0} s: {last!.RootBytes / Mebi:0} MB, {last.Root.TotalMilliseconds:0} ms CPU in all"));
        return 0;
    }

    /// <summary>An Api and a runner, each with its Redis there already: until it says that it is ready, of the runner with a Codex that answers.</summary>
    private static async Task RolesAsync(string service, BenchFolder folder, ModelProcess model, int rounds, CancellationToken cancellationToken)
    {
        var (apis, runners) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            await using var fleet = await Fleet.StartAsync(service, folder, model, runners: 1, null, cancellationToken);
            apis.Add(fleet.Api.StartToAnswer.TotalMilliseconds);
            runners.Add(fleet.Runners[0].StartToAnswer.TotalMilliseconds);
        }

        foreach (var (name, starts) in new[] { ("api", apis), ("runner", runners) })
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} ready after {Stats.Median(starts):0} ms (median of {rounds}; {starts.Min():0} to {starts.Max():0})"));
        }
    }
}

using System.Globalization;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.Takeovers;

/// <summary>
/// How long a client waits when the runner of its turn is killed: kill -9 in the middle of the text, one Api and two runners, and
/// what its stream gets from the next owner. The killed runner is replaced each time.
/// </summary>
internal static class TakeoverBench
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var leases = arguments.Numbers("leases", "2,10");
        var times = arguments.Numbers("times", string.Join(',', leases.Select(lease => lease > 5 ? 6 : 20)));
        using var folder = new BenchFolder();
        await using var model = await ModelProcess.StartAsync(folder, cancellationToken);
        var rows = new List<string>();
        for (var i = 0; i < leases.Count; i++)
        {
            rows.AddRange(await MeasureAsync(leases[i], times[i]));
        }

        Console.WriteLine("\n| lease s | times | from the kill to | p50 s | p95 s | least s | most s |\n|---|---|---|---|---|---|---|");
        rows.ForEach(Console.WriteLine);
        return 0;

        async Task<IEnumerable<string>> MeasureAsync(int lease, int count)
        {
            var settings = new Dictionary<string, string>
            {
                ["A2A__Seam__LeaseTime"] = $"00:00:{lease:00}",
                // The turn that continues a cut one runs a command and makes a patch, and nobody is there to be asked.
                ["Codex__SandboxMode"] = "workspace-write",
                ["Codex__ApprovalPolicy"] = "on-request",
            };
            await using var fleet = await Fleet.StartAsync(arguments.Text("service") ?? Places.Service, folder, model, runners: 2, settings, cancellationToken);
            var all = new List<Takeover>();
            for (var number = 1; number <= count; number++)
            {
                var takeover = await Takeover.RunAsync(fleet, number, cancellationToken);
                all.Add(takeover);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"lease {lease} s, {number}: first event after {takeover.FirstEvent.TotalSeconds:0.00} s, new text after {takeover.FirstText.TotalSeconds:0.00} s, end after {takeover.End.TotalSeconds:0.00} s; Codex of the killed runner {(takeover.CodexLeft ? "had to be ended" : "ended by itself")}"));
            }

            return [Row("the first event", t => t.FirstEvent), Row("the first new text", t => t.FirstText), Row("the end of the turn", t => t.End)];

            string Row(string what, Func<Takeover, TimeSpan> value)
            {
                var seconds = all.Select(takeover => value(takeover).TotalSeconds).ToList();
                return string.Create(CultureInfo.InvariantCulture,
                    $"| {lease} | {count} | {what} | {Stats.Percentile(seconds, 0.5):0.00} | {Stats.Percentile(seconds, 0.95):0.00} | {seconds.Min():0.00} | {seconds.Max():0.00} |");
            }
        }
    }
}

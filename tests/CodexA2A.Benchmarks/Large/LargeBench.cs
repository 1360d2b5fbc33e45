using System.Globalization;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.Large;

/// <summary>
/// What much output costs: the resident memory of the service while it comes, and how much later the text of another stream
/// arrives meanwhile. A command of the real Codex that prints it, deltas of a fake Codex, and a long history that is read.
/// </summary>
internal static class LargeBench
{
    private const double Mega = 1_000_000;
    private const int HistoryTurns = 20;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var rounds = arguments.Number("rounds", 3);
        var service = arguments.Text("service") ?? Places.Service;
        using var folder = new BenchFolder();
        await using var model = await ModelProcess.StartAsync(folder, cancellationToken);
        Console.WriteLine("| what | MB | seconds | RSS before, MB | most above that, MB (all rounds) | of its size | other stream, alone p50 / p95 / most ms | meanwhile p50 / p95 / most ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        var parts = (arguments.Text("parts") ?? "command,history,deltas").Split(',');
        if (parts.Contains("command") || parts.Contains("history"))
        {
            await using var real = await ServiceLane.StartAsync(service, folder, model, null, cancellationToken);
            var watched = new WatchedStream(real, StampedText.Prompt(400, 10), 400);
            if (parts.Contains("command"))
            {
                await MeasureAsync(
                    "a command prints it", 50 * Mega, rounds, real, watched,
                    token => real.TurnAsync("#shell cmd=\"head -c 50000000 /dev/zero | tr '\\\\0' 'x' | fold -w 100\"", static _ => { }, token), cancellationToken);
            }

            if (parts.Contains("history"))
            {
                var context = Guid.NewGuid().ToString();
                for (var turn = 0; turn < HistoryTurns; turn++)
                {
                    await real.Client.TurnAsync("#big bytes=1000000", context, static _ => { }, cancellationToken);
                }

                await MeasureAsync("a history is read", HistoryTurns * Mega, rounds, real, watched, token => History.ReadAsync(real.Client, context, HistoryTurns * Mega, token), cancellationToken);
            }
        }

        if (parts.Contains("deltas"))
        {
            var fake = new Dictionary<string, string> { ["Codex__Executable"] = Places.FakeCodex };
            await using var ours = await ServiceLane.StartAsync(service, folder, model, fake, cancellationToken);
            var watched = new WatchedStream(ours, "say 400 0 10 stamp", 400);
            await MeasureAsync("deltas of 1 kB", 50 * Mega, rounds, ours, watched, token => ours.TurnAsync("say 50000 1000 0", static _ => { }, token), cancellationToken);
            await MeasureAsync("deltas of 100 bytes", 5 * Mega, rounds, ours, watched, token => ours.TurnAsync("say 50000 100 0", static _ => { }, token), cancellationToken);
        }

        return 0;
    }

    private static async Task MeasureAsync(
        string name, double bytes, int rounds, ServiceLane lane, WatchedStream watched, Func<CancellationToken, Task> heavy, CancellationToken cancellationToken)
    {
        var (alone, meanwhile, above, seconds, before) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), 0.0);
        await watched.RunAsync(cancellationToken);
        for (var round = 0; round < rounds; round++)
        {
            alone.AddRange(await watched.RunAsync(cancellationToken));
            using var memory = new MemoryWatch(lane.Pid);
            var other = watched.RunAsync(cancellationToken);
            await watched.FirstText;
            var began = TimeProvider.System.GetTimestamp();
            await heavy(cancellationToken);
            seconds.Add(TimeProvider.System.GetElapsedTime(began).TotalSeconds);
            meanwhile.AddRange(await other);
            before = before == 0 ? memory.Before / Mega : before;
            above.Add((await memory.EndAsync() - memory.Before) / Mega);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {bytes / Mega:0} | {Stats.Median(seconds):0.0} | {before:0} | {above.Max():0} ({string.Join(' ', above.Select(rise => rise.ToString("0", CultureInfo.InvariantCulture)))}) | {above.Max() * Mega / bytes:0.00} | {Late(alone)} | {Late(meanwhile)} |"));
    }

    private static string Late(List<double> late) => string.Create(
        CultureInfo.InvariantCulture, $"{Stats.Percentile(late, 0.5):0.0} / {Stats.Percentile(late, 0.95):0.0} / {late.Max():0.0}");
}

using System.Globalization;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.Logins;

/// <summary>What wrong logins, so many a second, do to those who send requests: GetTask alone, and beside each kind of them, in turns.</summary>
internal static class WrongTokensBench
{
    private const string Credentials = """[{"scheme":"basic","username":"carol","password":"the-right-password-of-carol"}]""";

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var perSecond = arguments.Number("per-second", 100);
        var time = TimeSpan.FromSeconds(arguments.Number("seconds", 4));
        var rounds = arguments.Number("rounds", 4);
        var workers = arguments.Number("workers", 4);
        using var folder = new BenchFolder();
        await using var model = await ModelProcess.StartAsync(folder, cancellationToken);
        await using var ours = await ServiceLane.StartAsync(arguments.Text("service") ?? Places.Service, folder, model,
            new Dictionary<string, string> { ["A2A__StaticAuthCredentials"] = Credentials }, cancellationToken);
        var address = ours.Client.Http.BaseAddress!;
        var task = new Uri(address, $"/tasks/{await ours.Client.FinishedTaskAsync("#text", cancellationToken)}");
        await AskAsync(time);
        var all = WrongKind.All.Select(kind => (Kind: kind, Ratios: new List<double>())).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{perSecond} wrong logins a second; {workers} good clients from 127.0.0.1, one request after the other\n"));
        Console.WriteLine("| round | beside | requests /s | p50 ms | p95 ms | p95 against alone | 401 | 429 | without an answer |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        for (var round = 1; round <= rounds; round++)
        {
            var alone = Stats.Percentile(await ReportAsync(round, "alone", null, null), 0.95);
            foreach (var (kind, ratios) in all)
            {
                await using var wrong = WrongLogins.Start(address, kind, perSecond, round);
                // What came first is counted out, as it would be for an attacker who stays.
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                ratios.Add(Stats.Percentile(await ReportAsync(round, kind.Name, wrong, alone), 0.95) / alone);
            }
        }

        Console.WriteLine("\n| beside | median of the ratios of p95 | all of them |\n|---|---|---|");
        foreach (var (kind, ratios) in all)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {kind.Name} | {Stats.Median(ratios):0.00} | {string.Join(' ', ratios.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)))} |"));
        }

        return 0;

        async Task<List<double>> ReportAsync(int round, string name, WrongLogins? wrong, double? alone)
        {
            var took = await AskAsync(time);
            var p95 = Stats.Percentile(took, 0.95);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {round} | {name} | {took.Count / time.TotalSeconds:0} | {Stats.Percentile(took, 0.5):0.00} | {p95:0.00} | {p95 / alone:0.00} | {wrong?.Refused} | {wrong?.ToldToWait} | {wrong?.Unanswered} |"));
            return took;
        }

        Task<List<double>> AskAsync(TimeSpan during) => GoodCalls.AskAsync(ours.Client.Http, task, workers, during, cancellationToken);
    }
}

using System.Globalization;
using CodexA2A.Benchmarks.Harness;
using CodexA2A.Benchmarks.Reads;
using CodexA2A.Tasks;
using CodexA2A.Tasks.Redis;
using CodexA2A.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Benchmarks.Boundary;

/// <summary>
/// What it costs to know who calls and to count it: GetTask with a credential and every limit on, beside the same without any, in
/// turns; over the store of one process and over a Redis of its own. Whose a task is is looked at in both.
/// </summary>
internal static class BoundaryBench
{
    private const string Token = "boundary-token-0123456789";

    /// <summary>A limit that is on and never met.</summary>
    private const string Never = "100000000";

    private static readonly KeyValuePair<string, string?>[] On =
    [
        new("A2A:BearerTokens:caller", Token), new("A2A:RequestsPerMinute", Never), new("A2A:RequestsPerMinutePerAddress", Never),
    ];

    private static readonly KeyValuePair<string, string?>[] Off =
    [
        new("A2A:AllowAnonymous", "true"), new("A2A:RequestsPerMinute", "0"), new("A2A:MaxConcurrentCalls", "0"), new("A2A:MaxStreams", "0"),
    ];

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var rounds = arguments.Number("rounds", 5);
        var seconds = arguments.Number("seconds", 4);
        using var folder = new BenchFolder();
        Console.WriteLine("| store | connections | without /s | with /s | with : without, median of rounds (all of them) | more µs a call |\n|---|---|---|---|---|---|");
        await MeasureAsync("SQLite", services => services.AddInProcessSeam(folder.New("data")), null);
        await using var redis = await RedisServer.StartAsync();
        await MeasureAsync("Redis", services => services.AddRedisSeam(), redis.ConnectionString);
        return 0;

        async Task MeasureAsync(string store, Action<IServiceCollection> addSeam, string? connection)
        {
            await using var with = await ApiAlone.StartAsync(addSeam, connection, On, cancellationToken);
            await using var without = await ApiAlone.StartAsync(addSeam, connection, Off, cancellationToken);
            var (checkedTask, openTask) = (await SubmitAsync(with, Token, cancellationToken), await SubmitAsync(without, null, cancellationToken));
            await Wrk.RunAsync(checkedTask, Token, 16, seconds, cancellationToken);
            await Wrk.RunAsync(openTask, null, 16, seconds, cancellationToken);
            foreach (var connections in new[] { 1, 16 })
            {
                var of = new List<(double With, double Without)>();
                for (var round = 0; round < rounds; round++)
                {
                    var (first, second) = round % 2 == 0 ? (checkedTask, openTask) : (openTask, checkedTask);
                    var (one, other) = (await LoadAsync(first), await LoadAsync(second));
                    of.Add(round % 2 == 0 ? (one, other) : (other, one));
                }

                var ratios = of.Select(pair => pair.With / pair.Without).ToList();
                // On one connection a call is all there is in its time.
                var more = connections == 1 ? Stats.Median(of.Select(pair => (1e6 / pair.With) - (1e6 / pair.Without))).ToString("0.0", CultureInfo.InvariantCulture) : "";
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {store} | {connections} | {Stats.Median(of.Select(r => r.Without)):0} | {Stats.Median(of.Select(r => r.With)):0} | {Stats.Median(ratios):0.000} ({string.Join(' ', ratios.Select(ratio => ratio.ToString("0.000", CultureInfo.InvariantCulture)))}) | {more} |"));

                Task<double> LoadAsync(Uri task) => Wrk.RunAsync(task, task == checkedTask ? Token : null, connections, seconds, cancellationToken);
            }
        }
    }

    private static async Task<Uri> SubmitAsync(ApiAlone api, string? token, CancellationToken cancellationToken) =>
        new(api.Address, "/tasks/" + await api.SubmitAsync(token, cancellationToken));
}

using System.Globalization;
using System.Net;
using CodexA2A.Benchmarks.Harness;
using CodexA2A.Tasks;
using CodexA2A.Tasks.Redis;
using CodexA2A.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Benchmarks.Foreign;

/// <summary>
/// How long GetTask takes to say that there is no such task, for one that another caller has and for one that nobody has, in turns:
/// over the store of one process and over a Redis of its own, with HTTP.
/// </summary>
internal static class ForeignBench
{
    private const string Owner = "owner-token-0123456789";
    private const string Stranger = "stranger-token-0123456789";

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var tries = arguments.Number("tries", 10_000);
        using var folder = new BenchFolder();
        var rows = new List<string>();
        await MeasureAsync("SQLite", services => services.AddInProcessSeam(folder.New("data")), null);
        await using (var redis = await RedisServer.StartAsync())
        {
            await MeasureAsync("Redis", services => services.AddRedisSeam(), redis.ConnectionString);
        }

        Console.WriteLine("| store | tries of each | foreign p50 ms | unknown p50 ms | difference of p50 ms | foreign p99 ms | unknown p99 ms |\n|---|---|---|---|---|---|---|");
        rows.ForEach(Console.WriteLine);
        return 0;

        async Task MeasureAsync(string store, Action<IServiceCollection> addSeam, string? redis)
        {
            await using var api = await ApiAlone.StartAsync(
                addSeam, redis, [new("A2A:RequestsPerMinute", "0"), new("A2A:BearerTokens:owner", Owner), new("A2A:BearerTokens:stranger", Stranger)], cancellationToken);
            using var http = new HttpClient { BaseAddress = api.Address };
            var foreign = await api.SubmitAsync(Owner, cancellationToken);
            // Of the same partition, so that nothing but its absence is another.
            var unknown = foreign[..^2] + (foreign[^1] == '0' ? "10" : "01");
            List<double> ofForeign = [], ofUnknown = [];
            for (var i = -500; i < tries; i++)
            {
                var (first, second) = i % 2 == 0 ? (foreign, unknown) : (unknown, foreign);
                var (one, other) = (await TryAsync(http, first, cancellationToken), await TryAsync(http, second, cancellationToken));
                if (i < 0) continue;
                ofForeign.Add(i % 2 == 0 ? one : other);
                ofUnknown.Add(i % 2 == 0 ? other : one);
            }

            var (foreignP50, unknownP50) = (Stats.Median(ofForeign), Stats.Median(ofUnknown));
            rows.Add(string.Create(CultureInfo.InvariantCulture,
                $"| {store} | {tries} | {foreignP50:0.000} | {unknownP50:0.000} | {Math.Abs(foreignP50 - unknownP50):0.000} | {Stats.Percentile(ofForeign, 0.99):0.000} | {Stats.Percentile(ofUnknown, 0.99):0.000} |"));
        }
    }

    private static async Task<double> TryAsync(HttpClient http, string id, CancellationToken cancellationToken)
    {
        using var request = ApiAlone.Request(HttpMethod.Get, $"/tasks/{id}", Stranger);
        var began = TimeProvider.System.GetTimestamp();
        using var response = await http.SendAsync(request, cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var took = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
        return response.StatusCode == HttpStatusCode.NotFound ? took : throw new InvalidOperationException($"{id} was answered with {response.StatusCode}.");
    }
}

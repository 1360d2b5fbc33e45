using System.Globalization;
using CodexA2A.Benchmarks.Harness;
using CodexA2A.Tasks;
using CodexA2A.Tasks.Redis;
using CodexA2A.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CodexA2A.Benchmarks.Lists;

/// <summary>
/// ListTasks of a caller with many tasks, from the request to the JSON of the answer, without HTTP: pages at the front and far
/// behind, with each filter, over the store of one process and over a Redis of its own.
/// </summary>
internal static class ListBench
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var tasks = arguments.Number("tasks", 100_000);
        var calls = arguments.Number("calls", 200);
        using var folder = new BenchFolder();
        var rows = new List<string>();
        await MeasureAsync("SQLite", services => services.AddInProcessSeam(folder.New("data")), null);
        await using (var redis = await RedisServer.StartAsync())
        {
            await MeasureAsync("Redis", services => services.AddRedisSeam(), redis.ConnectionString);
        }

        Console.WriteLine("\n| store | what | tasks that match | p50 ms | p95 ms |\n|---|---|---|---|---|");
        rows.ForEach(Console.WriteLine);
        return 0;

        async Task MeasureAsync(string store, Action<IServiceCollection> addSeam, string? redis)
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:redis", redis)]);
            addSeam(builder.Services);
            using var host = builder.Build();
            await host.StartAsync(cancellationToken);
            var (queue, log) = (host.Services.GetRequiredService<ITurnQueue>(), host.Services.GetRequiredService<ITaskLog>());
            var began = TimeProvider.System.GetTimestamp();
            await new ListFilling(queue).RunAsync(tasks, cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{store}: {tasks} tasks in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s"));

            var lists = new ListCalls(log, calls);
            var deep = await lists.DeepAsync(null, tasks * 9 / 10, cancellationToken);
            var deepState = await lists.DeepAsync(ListFilling.EndState, tasks * 9 / 10 * 9 / 10, cancellationToken);
            await RowAsync("first page", new ListTasksRequest());
            await RowAsync("page behind 90 %", new ListTasksRequest { PageToken = deep.Token });
            await RowAsync("status, first page", new ListTasksRequest { Status = ListFilling.EndState });
            await RowAsync("status, page behind 90 %", new ListTasksRequest { Status = ListFilling.EndState, PageToken = deepState.Token });
            await RowAsync("newest 10 %, first page", new ListTasksRequest { StatusTimestampAfter = await lists.TimeAsync(tasks / 10, cancellationToken) });
            await RowAsync("a context of a hundred", new ListTasksRequest { ContextId = ListFilling.Context(1) });
            await RowAsync("the same, with status", new ListTasksRequest { ContextId = ListFilling.Context(1), Status = ListFilling.EndState });
            await host.StopAsync(CancellationToken.None);

            async Task RowAsync(string what, ListTasksRequest request)
            {
                var (total, times) = await lists.MeasureAsync(request, cancellationToken);
                rows.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {store} | {what} | {total} | {Stats.Percentile(times, 0.5):0.0} | {Stats.Percentile(times, 0.95):0.0} |"));
                Console.WriteLine(rows[^1]);
            }
        }
    }
}

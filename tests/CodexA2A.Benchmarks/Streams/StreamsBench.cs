using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Benchmarks.Harness;
using CodexA2A.Benchmarks.Workers;
using CodexA2A.Tasks;

namespace CodexA2A.Benchmarks.Streams;

/// <summary>
/// The three bindings side by side on one Api: streams that catch up with what is stored, as fast as they can, and streams that follow
/// what is written at a pace. The Api is a process, Redis and what writes the events are two others, the client is this one.
/// </summary>
internal static class StreamsBench
{
    private const string Token = "bench-streams-0123456789abcdef";

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var rounds = arguments.Number("rounds", 5);
        var streams = arguments.Number("streams", 64);
        var events = arguments.Number("events", 1500);
        var rate = arguments.Number("rate", 20);
        var seconds = arguments.Number("seconds", 4);
        var bytes = arguments.Number("text", 60);
        if (events + ((rounds + 1) * 3 * rate * seconds) > new SeamOptions().RunningEvents)
        {
            throw new ArgumentException("That is more than is kept of a running task: fewer --events, --rounds, --rate or --seconds.");
        }

        using var folder = new BenchFolder();
        await using var stage = await SeamStage.StartAsync(folder, followed: false, cancellationToken);
        await stage.OpenAsync(streams, "turns", cancellationToken);
        await WriteAsync(events * streams, 1);
        await using var api = await StartApiAsync(arguments, folder, stage, cancellationToken);
        using var rest = new SseWay(api.Address, Token, rpc: false);
        using var rpc = new SseWay(api.Address, Token, rpc: true);
        using var grpc = new GrpcWay(await GrpcAddressAsync(api, cancellationToken), Token);
        IStreamWay[] ways = [rest, rpc, grpc];

        var stored = new StreamsReport($"{streams} streams catch up with {events} stored events each", ages: false);
        var live = new StreamsReport($"{streams} streams follow {rate} events a second each", ages: true);
        for (var round = -1; round < rounds; round++)
        {
            await RoundAsync(stored, round, CatchUpAsync);
        }

        for (var round = -1; round < rounds; round++)
        {
            await RoundAsync(live, round, FollowAsync);
        }

        stored.Print();
        live.Print();
        return 0;

        // The first one is to warm up. Each begins with another way.
        async Task RoundAsync(StreamsReport report, int round, Func<IStreamWay, Task<StreamRun>> measure)
        {
            var runs = new List<StreamRun>();
            for (var i = 0; i < ways.Length; i++)
            {
                runs.Add(await measure(ways[(i + round + 1) % ways.Length]));
            }

            if (round >= 0)
            {
                report.Add(runs);
            }
        }

        Task<StreamRun> CatchUpAsync(IStreamWay way) => MeasureAsync(way, new EventId(0, 1).ToString(), async readers =>
        {
            await readers.ReceivedAsync((long)events * streams);
            return (long)events * streams;
        });

        Task<StreamRun> FollowAsync(IStreamWay way) => MeasureAsync(way, after: null, async readers =>
        {
            var written = await WriteAsync(rate * streams, seconds);
            await readers.ReceivedAsync(written);
            return written;
        });

        async Task<StreamRun> MeasureAsync(IStreamWay way, string? after, Func<Readers, Task<long>> run)
        {
            var (cpu, own, began) = (TreeUsage.Read(api.Pid).Root, Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
            await using var readers = new Readers(way, stage.Tasks, after, cancellationToken);
            if (after is null)
            {
                await readers.OpenedAsync();
                (cpu, own, began) = (TreeUsage.Read(api.Pid).Root, Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
            }

            var came = await run(readers);
            var (elapsed, apiCpu, client) = (TimeProvider.System.GetElapsedTime(began), TreeUsage.Read(api.Pid).Root - cpu, Environment.CpuUsage.TotalTime - own);
            return new StreamRun { Way = way.Name, Events = came, Elapsed = elapsed, Api = apiCpu, Client = client, Ages = await readers.EndAsync() };
        }

        async Task<long> WriteAsync(int perSecond, int duration) => (long)(await stage.ProduceAsync(
            new JsonObject { ["do"] = "write", ["perSecond"] = perSecond, ["bytes"] = bytes, ["seconds"] = duration }, cancellationToken))["events"]!;
    }

    private static Task<ServiceChild> StartApiAsync(Arguments arguments, BenchFolder folder, SeamStage stage, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>(arguments.Settings("set"))
        {
            ["ConnectionStrings__redis"] = stage.ConnectionString,
            ["A2A__DataDirectory"] = folder.New("data"),
            ["A2A__GrpcPort"] = "0",
            [$"A2A__BearerTokens__{TaskOpening.Caller.Principal}"] = Token,
        };
        return ServiceChild.StartAsync(arguments.Text("service") ?? Places.Service, "api", folder, settings, cancellationToken);
    }

    /// <summary>Where the card says that gRPC is.</summary>
    private static async Task<string> GrpcAddressAsync(ServiceChild api, CancellationToken cancellationToken)
    {
        using var http = api.Http();
        var card = JsonElement.Parse(await http.GetByteArrayAsync(".well-known/agent-card.json", cancellationToken));
        return card.GetProperty("supportedInterfaces").EnumerateArray().First(one => one.GetProperty("protocolBinding").ValueEquals("GRPC"u8)).GetProperty("url").GetString()!;
    }
}

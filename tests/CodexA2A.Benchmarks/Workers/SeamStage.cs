using System.Text.Json.Nodes;
using CodexA2A.Benchmarks.Harness;
using CodexA2A.Tasks.Redis;
using CodexA2A.Testing;
using StackExchange.Redis;

namespace CodexA2A.Benchmarks.Workers;

/// <summary>A Redis, a producer and, where somebody follows, a follower, each a process of its own; and the open tasks.</summary>
internal sealed class SeamStage : IAsyncDisposable
{
    private readonly SeamKeys _keys = new(new RedisSeamOptions().KeyPrefix, new RedisSeamOptions().Partitions);
    private readonly RedisServer _redis;
    private ConnectionMultiplexer? _connection;
    private WorkerProcess? _producer;
    private WorkerProcess? _follower;

    private SeamStage(RedisServer redis) => _redis = redis;

    /// <summary>The tasks.</summary>
    public IReadOnlyList<string> Tasks { get; private set; } = [];

    /// <summary>What the producer said when it opened them.</summary>
    public JsonObject Opened { get; private set; } = [];

    /// <summary>Where Redis is, for another process that works on the same tasks.</summary>
    public string ConnectionString => _redis.ConnectionString;

    /// <summary>What Redis held before.</summary>
    public long EmptyBytes { get; private set; }

    /// <summary>Starts the processes.</summary>
    public static async Task<SeamStage> StartAsync(BenchFolder folder, bool followed, CancellationToken cancellationToken)
    {
        var stage = new SeamStage(await RedisServer.StartAsync());
        try
        {
            var options = ConfigurationOptions.Parse(stage._redis.ConnectionString);
            options.ClientName = "bench";
            stage._connection = await ConnectionMultiplexer.ConnectAsync(options);
            stage._producer = WorkerProcess.Start(Producer.Role, folder, stage._redis.ConnectionString);
            stage._follower = followed ? WorkerProcess.Start(Follower.Role, folder, stage._redis.ConnectionString) : null;
            await stage.ForgetAsync(cancellationToken);
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }

        return stage;
    }

    /// <summary>Opens tasks, and has each followed.</summary>
    /// <param name="count">How many.</param>
    /// <param name="form"><c>bare</c>: appended to directly; <c>pens</c>: with the runner's pen; <c>turns</c>: begun as turns, their commands followed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task OpenAsync(int count, string form, CancellationToken cancellationToken)
    {
        EmptyBytes = await UsedBytesAsync();
        Opened = await ProduceAsync(new JsonObject { ["do"] = "open", ["tasks"] = count, ["as"] = form }, cancellationToken);
        Tasks = [.. Opened["tasks"]!.AsArray().Select(id => (string)id!)];
        if (_follower is not null)
        {
            await _follower.AskAsync(new JsonObject { ["do"] = "follow", ["tasks"] = Opened["tasks"]!.DeepClone() }, cancellationToken);
        }
    }

    /// <summary>Has the producer do something.</summary>
    public Task<JsonObject> ProduceAsync(JsonObject what, CancellationToken cancellationToken) => _producer!.AskAsync(what, cancellationToken);

    /// <summary>Has the producer write and the follower read all of it, and measures what it costs.</summary>
    public async Task<SeamRun> RunAsync(JsonObject what, CancellationToken cancellationToken)
    {
        await ForgetAsync(cancellationToken);
        var before = Usage();
        var wrote = await ProduceAsync(what, cancellationToken);
        var read = _follower is null
            ? null
            : await _follower.AskAsync(new JsonObject { ["do"] = "received", ["events"] = (long)wrote["events"]! }, cancellationToken);
        var after = Usage();
        if (read is not null && (long)read["events"]! != (long)wrote["events"]!)
        {
            throw new InvalidOperationException($"{wrote["events"]} events were written and {read["events"]} were read.");
        }

        return new SeamRun
        {
            Events = (long)wrote["events"]!,
            Deltas = (long)wrote["deltas"]!,
            Seconds = (double)wrote["seconds"]!,
            Cpu = after.ToDictionary(part => part.Key, part => part.Value.Cpu - before[part.Key].Cpu),
            Bytes = after.ToDictionary(part => part.Key, part => part.Value.Bytes),
            Age = read is null ? null : new EventAge((double)read["p50"]!, (double)read["p95"]!, (double)read["p99"]!, (double)read["max"]!),
        };
    }

    /// <summary>Memory of a task's stream as Redis counts it, every entry looked at.</summary>
    public async Task<long> StreamBytesAsync(string taskId)
    {
        var key = _keys.Events(CodexA2A.Tasks.TaskIds.TryGetPartition(taskId, out var partition) ? partition : 0, taskId);
        return (long)await _connection!.GetDatabase().ExecuteAsync("MEMORY", "USAGE", key, "SAMPLES", 0);
    }

    /// <summary>Memory that Redis uses for everything but the buffers of its clients.</summary>
    public async Task<long> UsedBytesAsync()
    {
        var info = (await Server.InfoAsync("memory")).SelectMany(group => group).ToDictionary(pair => pair.Key, pair => pair.Value);
        long Of(string name) => long.Parse(info[name], System.Globalization.CultureInfo.InvariantCulture);
        return Of("used_memory") - Of("mem_clients_normal") - Of("mem_aof_buffer");
    }

    /// <summary>How many connections producer and follower have.</summary>
    public async Task<int> ConnectionsAsync() => (await Server.ClientListAsync()).Count(client => client.Name != "bench");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _producer, _follower }.OfType<WorkerProcess>())
        {
            await process.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        await _redis.DisposeAsync();
    }

    private IServer Server => _connection!.GetServers()[0];

    // The first call also waits until the process is there.
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (_follower is not null)
        {
            await _follower.AskAsync(new JsonObject { ["do"] = "reset" }, cancellationToken);
        }
    }

    private IReadOnlyDictionary<string, (TimeSpan Cpu, long Bytes)> Usage() => LanePart.Usage(
        new (string Name, int? Pid)[] { ("Redis", _redis.ProcessId), ("producer", _producer!.Pid), ("consumer", _follower?.Pid) }
            .Where(part => part.Pid is not null)
            .Select(part => new LanePart(part.Name, part.Pid!.Value, part.Name)));
}

using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Benchmarks.Harness;

/// <summary>A <c>codex app-server</c> on stdio with nothing between: what our service is compared with.</summary>
internal sealed class BareCodex : ILane
{
    private readonly Child _child;
    private readonly StdioTransport _transport;
    private readonly string _threadStart;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly ConcurrentDictionary<string, BareTurn> _turns = new(StringComparer.Ordinal);
    private int _nextId;

    private BareCodex(string name, Child child, string threadStart)
    {
        Name = name;
        _child = child;
        _threadStart = threadStart;
        _transport = new StdioTransport(child.Output, child.Input, 32 * 1024 * 1024, TimeSpan.FromSeconds(30), TimeProvider.System, static () => { });
        _transport.Start(OnLine, name);
    }

    public string Name { get; }

    public IReadOnlyList<LanePart> Parts => [new(LanePart.Codex, _child.Pid)];

    /// <summary>Starts it.</summary>
    /// <param name="asOurs">True: with the arguments, the thread settings and the notifications that our service uses; false: as it comes.</param>
    /// <param name="folder">Folders.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<BareCodex> StartAsync(bool asOurs, BenchFolder folder, ModelProcess model, CancellationToken cancellationToken)
    {
        IEnumerable<string> arguments = asOurs ? LaunchArguments.Build(new CodexOptions(), needsKey: false, folder.New("agent-home")) : ["app-server"];
        var home = await model.NewHomeAsync(folder, cancellationToken);
        var child = Child.Start(Places.Codex, arguments, folder.Home, new Dictionary<string, string> { ["CODEX_HOME"] = home }, readOutput: false);
        var start = new JsonObject { ["cwd"] = folder.Workspace };
        var capabilities = new JsonObject { ["experimentalApi"] = true };
        if (asOurs)
        {
            start["config"] = ThreadConfig.Default.Merge(null);
            capabilities["optOutNotificationMethods"] = new JsonArray([.. OptOutNotifications.Methods.Select(method => JsonValue.Create(method))]);
        }

        var bare = new BareCodex(asOurs ? "bare, our settings" : "bare, defaults", child, start.ToJsonString());
        await bare.CallAsync("initialize", new JsonObject
        {
            ["clientInfo"] = new JsonObject { ["name"] = "bench", ["title"] = "Bench", ["version"] = "1" },
            ["capabilities"] = capabilities,
        }.ToJsonString(), cancellationToken);
        await bare._transport.WriteAsync("{\"method\":\"initialized\"}\n"u8.ToArray(), cancellationToken);
        return bare;
    }

    public async Task<string> TurnAsync(string prompt, Action<string> onText, CancellationToken cancellationToken)
    {
        var started = await CallAsync("thread/start", _threadStart, cancellationToken);
        var thread = started.GetProperty("thread").GetProperty("id").GetString()!;
        var turn = new BareTurn(onText);
        _turns[thread] = turn;
        try
        {
            await CallAsync("turn/start", new JsonObject
            {
                ["threadId"] = thread,
                ["input"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = prompt }),
            }.ToJsonString(), cancellationToken);
            return await turn.Completed.WaitAsync(cancellationToken);
        }
        finally
        {
            _turns.TryRemove(thread, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _transport.CloseInput();
        await _child.DisposeAsync();
        _transport.Dispose();
    }

    private async Task<JsonElement> CallAsync(string method, string parameters, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _nextId);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = answer;
        await _transport.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"{{\"id\":{id},\"method\":\"{method}\",\"params\":{parameters}}}\n"), cancellationToken);
        return await answer.Task.WaitAsync(cancellationToken);
    }

    private bool OnLine(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("{\"id\":"u8))
        {
            OnAnswer(JsonElement.Parse(line));
        }
        else if (line.StartsWith("{\"method\":\"item/agentMessage/delta\""u8) || line.StartsWith("{\"method\":\"turn/completed\""u8))
        {
            var message = JsonElement.Parse(line);
            var parameters = message.GetProperty("params");
            if (_turns.TryGetValue(parameters.GetProperty("threadId").GetString()!, out var turn))
            {
                turn.On(message.GetProperty("method").ValueEquals("turn/completed"u8), parameters);
            }
        }

        return true;
    }

    private void OnAnswer(JsonElement message)
    {
        if (_calls.TryRemove(message.GetProperty("id").GetInt32(), out var call))
        {
            if (message.TryGetProperty("result", out var result))
            {
                call.SetResult(result);
            }
            else
            {
                call.SetException(new InvalidOperationException(message.ToString()));
            }
        }
    }
}

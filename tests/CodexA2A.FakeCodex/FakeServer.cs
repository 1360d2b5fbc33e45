using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.FakeCodex;

/// <summary>The requests, and the state behind them.</summary>
internal sealed class FakeServer(FakeSettings settings)
{
    private readonly Wire _wire = new();
    private readonly Dictionary<string, FakeThread> _threads = [];
    private readonly Queue<Action> _late = new();
    private readonly HashSet<string> _silent = [];
    private FakeExec? _exec;
    private int _overload = settings.Overload;
    private int _deaf = settings.InterruptDeaf;

    /// <summary>Reads until the input ends.</summary>
    public async Task<int> RunAsync()
    {
        using var terminate = settings.Has(Fault.IgnoreEnd)
            ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true)
            : null;
        if (settings.Has(Fault.SpawnChild))
            await Console.Error.WriteLineAsync($"child {Process.Start("sleep", "1000").Id}");
        if (settings.Has(Fault.PrintEnvironment))
            PrintEnvironment();
        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync() is { } line)
        {
            if (Parse(line) is not { } message)
                continue;
            if (message["method"]?.GetValue<string>() is not { } method)
            {
                FakeTurn.OnReply(message);
                continue;
            }
            if (message["id"] is { } id)
                Dispatch(method, id, message["params"] as JsonObject ?? []);
            if (method == "modelProvider/list" && settings.Has(Fault.StopReading))
                await Task.Delay(Timeout.Infinite);
        }

        if (settings.Has(Fault.IgnoreEnd))
            await Task.Delay(Timeout.Infinite);
        return 0;
    }

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void PrintEnvironment()
    {
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
            Console.Error.WriteLine($"env {variable.Key}={variable.Value}");
        foreach (var argument in Environment.GetCommandLineArgs()[1..].Where(argument => argument != "-c"))
            Console.Error.WriteLine($"arg {argument}");
        Console.Error.WriteLine($"cwd {Environment.CurrentDirectory}");
    }

    private void Dispatch(string method, JsonNode id, JsonObject parameters)
    {
        if (settings.DelayMs > 0)
            System.Threading.Thread.Sleep(settings.DelayMs);
        if (settings.Has(Fault.Garbage))
            _wire.Raw("garbage one\n{\"half\":\n[]\n");
        if (IsSilent(method))
            return;
        if (settings.Has(Fault.DieWhenTold) && IsTold("die", method))
            Environment.Exit(1);
        while (method == "initialize" && settings.Has(Fault.HoldInitialize) && File.Exists(InHome("hold")))
            System.Threading.Thread.Sleep(20);
        if (method != "initialize" && Interlocked.Decrement(ref _overload) >= 0)
        {
            _wire.Error(id, -32001, "Server overloaded; retry later.");
            return;
        }

        switch (method)
        {
            case "initialize" when settings.Has(Fault.InitializeSilent):
                return;
            case "initialize" when settings.Has(Fault.InitializeError):
                _wire.Error(id, -32600, "Invalid request: the fake was told to refuse.");
                return;
            case "turn/start":
                StartTurn(id, parameters);
                return;
            case "command/exec":
                (_exec ??= new FakeExec(_wire)).Start(id, parameters);
                return;
            case "thread/start" when settings.Has(Fault.LateStart):
            case "thread/resume" when settings.Has(Fault.LateResume):
                _late.Enqueue(() => Answer(id, method, parameters));
                return;
            default:
                Answer(id, method, parameters);
                while (_late.TryDequeue(out var late))
                    late();
                if (settings.Has(Fault.DuplicateResponses))
                    Answer(id, method, parameters);
                return;
        }
    }

    private void Answer(JsonNode id, string method, JsonObject parameters)
    {
        if (Result(method, parameters) is { } result)
            _wire.Answer(id, result);
        else
            _wire.Error(id, -32600, ErrorText(method, parameters));
    }

    private JsonObject? Result(string method, JsonObject parameters) => method switch
    {
        "initialize" => new JsonObject
        {
            ["userAgent"] = $"codex_a2a/{settings.Version} (Fake 1.2.3; x86_64) (codex_a2a; 0.1.0)",
            ["codexHome"] = Environment.GetEnvironmentVariable("CODEX_HOME"),
            ["platformFamily"] = "unix",
            ["platformOs"] = "linux",
        },
        "account/read" => new JsonObject { ["account"] = null, ["requiresOpenaiAuth"] = settings.Has(Fault.NotLoggedIn) && !LoggedIn() },
        "modelProvider/list" => new JsonObject { ["data"] = new JsonArray(), ["defaultProviderId"] = "fake" },
        "model/list" => new JsonObject { ["data"] = new JsonArray(FakeModel(FakeThread.DefaultModel), FakeModel("fake-small")) },
        "server/diagnostics" => new JsonObject { ["process"] = new JsonObject { ["id"] = Environment.ProcessId }, ["gauges"] = new JsonArray() },
        "config/read" when settings.Has(Fault.DieWhenTold) => new JsonObject { ["config"] = new JsonObject() },
        "thread/start" => Loaded(new FakeThread(Guid.CreateVersion7().ToString(), _wire, settings), parameters),
        "thread/resume" => Find(parameters) is { CanLoad: true } thread ? Loaded(thread, parameters) : null,
        "thread/read" or "thread/unarchive" => Find(parameters) is { } thread ? new JsonObject { ["thread"] = thread.Describe() } : null,
        "thread/unsubscribe" => new JsonObject { ["status"] = Find(parameters)?.Unload() == true ? "unsubscribed" : "notLoaded" },
        "thread/archive" or "thread/name/set" or "thread/backgroundTerminals/clean" => [],
        "thread/backgroundTerminals/list" => new JsonObject { ["data"] = new JsonArray() },
        "thread/loaded/list" => new JsonObject { ["data"] = new JsonArray([.. _threads.Values.Where(thread => thread.IsLoaded).Select(thread => (JsonNode)thread.Id)]) },
        "thread/turns/list" => Find(parameters) is { } thread ? new JsonObject { ["data"] = thread.Turns() } : null,
        "thread/items/list" => Find(parameters) is { } thread ? new JsonObject { ["data"] = thread.Items(parameters["turnId"]?.GetValue<string>()) } : null,
        "turn/interrupt" => Interlocked.Decrement(ref _deaf) < 0 && Find(parameters)?.Interrupt() == true ? [] : null,
        "command/exec/terminate" => _exec?.Terminate((string)parameters["processId"]!) == true ? [] : null,
        "turn/steer" => Find(parameters)?.Steer(parameters) is { } turn ? new JsonObject { ["turnId"] = turn } : null,
        _ => null,
    };

    private string ErrorText(string method, JsonObject parameters) => method switch
    {
        "thread/resume" when Find(parameters)?.EndClosing() == true => $"thread {parameters["threadId"]} is closing; retry thread/resume after the thread is closed",
        "thread/resume" => $"no rollout found for thread id {parameters["threadId"]}",
        "thread/read" => $"thread not loaded: {parameters["threadId"]}",
        "command/exec/terminate" => $"no active command/exec for process id {parameters["processId"]}",
        "turn/interrupt" => "no active turn to interrupt",
        "turn/steer" => "no active turn to steer",
        _ => $"Invalid request: unknown variant `{method}`",
    };

    private bool IsSilent(string method)
    {
        if (settings.Has(Fault.SilentWhenTold) && IsTold("silent", method))
            _silent.Add(method);
        return _silent.Contains(method);
    }

    // Once for each time that the file is written.
    private static bool IsTold(string file, string method)
    {
        if (!File.Exists(InHome(file)) || File.ReadAllText(InHome(file)) != method)
            return false;
        File.Delete(InHome(file));
        return true;
    }

    private static bool LoggedIn() => File.Exists(InHome("auth.json"));

    private static string InHome(string file) => Path.Combine(Environment.GetEnvironmentVariable("CODEX_HOME") ?? "/nonexistent", file);

    private FakeThread? Find(JsonObject parameters) => _threads.GetValueOrDefault(parameters["threadId"]?.GetValue<string>() ?? "");

    private static JsonObject FakeModel(string name) => new() { ["id"] = name, ["model"] = name, ["isDefault"] = name == FakeThread.DefaultModel };

    private JsonObject Loaded(FakeThread thread, JsonObject parameters)
    {
        _threads[thread.Id] = thread;
        thread.IsLoaded = true;
        thread.Config = parameters["config"]?.DeepClone() ?? thread.Config;
        thread.Load(parameters);
        _wire.Notify("thread/started", new JsonObject { ["thread"] = thread.Describe() });
        return new JsonObject
        {
            ["thread"] = thread.Describe(),
            ["model"] = thread.Model,
            ["modelProvider"] = "fake",
            ["cwd"] = parameters["cwd"]?.DeepClone() ?? "/",
            ["approvalPolicy"] = "never",
            ["sandbox"] = new JsonObject { ["type"] = (string?)parameters["sandbox"] switch { "read-only" => "readOnly", "workspace-write" => "workspaceWrite", _ => "dangerFullAccess" } },
        };
    }

    private void StartTurn(JsonNode id, JsonObject parameters)
    {
        if (Find(parameters) is not { IsLoaded: true } thread)
            _wire.Error(id, -32600, $"thread not found: {parameters["threadId"]}");
        else
            thread.StartTurn(id, parameters);
    }
}

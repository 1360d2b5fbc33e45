using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.FakeCodex;

/// <summary>One turn: an answer in deltas, and whatever its message asks to go wrong.</summary>
#pragma warning disable CA1001 // The source has no timer and nobody waits on its handle: there is nothing to dispose.
internal sealed class FakeTurn(FakeThread thread, Wire wire, FakeSettings settings, JsonObject parameters)
#pragma warning restore CA1001
{
    private static readonly ConcurrentDictionary<long, TaskCompletionSource<JsonObject>> Asked = new();
    private static long s_requestId = -1;

    private readonly CancellationTokenSource _interrupt = new();
    private readonly string _text = parameters["input"]?[0]?["text"]?.GetValue<string>() ?? "";
    private readonly List<JsonObject> _items = [];
    private readonly TaskCompletionSource<string> _steered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Turn id.</summary>
    public string Id { get; } = Guid.CreateVersion7().ToString();

    /// <summary>Status.</summary>
    public string Status { get; private set; } = "inProgress";

    /// <summary>It has ended.</summary>
    public bool IsOver => Status != "inProgress";

    /// <summary>An answer to one of our requests.</summary>
    public static void OnReply(JsonObject message)
    {
        if (message["id"] is { } id && Asked.TryRemove(id.GetValue<long>(), out var waiting))
            waiting.TrySetResult((JsonObject)message.DeepClone());
    }

    /// <summary>Adds a message of the user's.</summary>
    public void Steer(JsonObject steer)
    {
        Item("item/completed", UserMessage(steer));
        _steered.TrySetResult(steer["input"]?[0]?["text"]?.GetValue<string>() ?? "");
    }

    /// <summary>Ends it early.</summary>
    public void Interrupt() => _interrupt.Cancel();

    /// <summary>The turn as Codex describes it.</summary>
    public JsonObject Describe(JsonObject? error = null) => new()
    {
        ["id"] = Id,
        ["status"] = Status,
        ["items"] = new JsonArray(),
        ["itemsView"] = "summary",
        ["error"] = error,
        ["startedAt"] = 1,
    };

    /// <summary>Its finished items, as the history lists them.</summary>
    public IEnumerable<JsonNode> Entries() => _items.Select(item => new JsonObject { ["turnId"] = Id, ["item"] = item.DeepClone() });

    /// <summary>Answers and plays, on a task of its own.</summary>
    public void Start(JsonNode id) => Task.Run(async () =>
    {
        try
        {
            await PlayAsync(id);
        }
        catch (OperationCanceledException)
        {
            await Task.Delay(settings.InterruptMs);
            End(Has(Fault.CompleteOnInterrupt) ? "completed" : "interrupted");
        }
    });

    private bool Has(string fault) => settings.Has(fault) || _text == $"fault: {fault}";

    private async Task PlayAsync(JsonNode id)
    {
        if (Has(Fault.TurnStartSilent))
            return;
        if (Has(Fault.TurnStartLate))
            await HoldAsync();
        wire.Answer(id, new JsonObject { ["turn"] = Describe() });
        if (Has(Fault.DieAfterTurnStart))
            Die();
        Notify("turn/started", new JsonObject { ["turn"] = Describe() });
        Item("item/completed", UserMessage(parameters));
        await MisbehaveAsync();
        await SpeakAsync();
        if (Has(Fault.TurnFails))
            End("failed", new JsonObject { ["message"] = "quota", ["codexErrorInfo"] = "usageLimitExceeded" });
        else
            End("completed");
    }

    private static JsonObject UserMessage(JsonObject said) => new()
    {
        ["type"] = "userMessage",
        ["id"] = Guid.CreateVersion7().ToString(),
        ["clientId"] = said["clientUserMessageId"]?.DeepClone(),
        ["content"] = said["input"]!.DeepClone(),
    };

    private async Task MisbehaveAsync()
    {
        if (Has(Fault.DieInLine))
        {
            wire.Raw("""{"method":"item/agentMessage/delta","params":{"threadId":""");
            Die();
        }

        if (Has(Fault.HalfLine))
            wire.LastWords("""{"method":"item/agentMessage/delta","params":{"threadId":""");
        if (Has(Fault.StderrFlood))
            FloodStderr();
        if (Has(Fault.Killed))
            NativeMethods.KillMyself();
        if (Has(Fault.GarbageForEver))
        {
            while (true)
                wire.Raw("this is no protocol\n");
        }

        if (Has(Fault.LongLine))
            wire.Raw([.. "\"x"u8, .. Enumerable.Repeat((byte)'x', settings.LineBytes), (byte)'\n']);
        if (Has(Fault.CloseOutput))
            NativeMethods.CloseOutput();
        if (Has(Fault.UnknownNotification))
        {
            Notify("thread/brandNew", new JsonObject { ["answer"] = 42 });
            Notify("item/started", new JsonObject { ["item"] = new JsonObject { ["type"] = "brandNew", ["id"] = "n1", ["what"] = "ever" } });
            wire.Notify("process/brandNew", new JsonObject { ["x"] = 1 });
        }

        if (Has(Fault.UnknownRequest))
            Item("item/completed", Message("refused: " + await AskAsync("brandNew/request", new JsonObject())));
        if (Has(Fault.ApprovalWhenTold))
            await ToldAsync();
        if (Has(Fault.Approval) || Has(Fault.ApprovalWhenTold))
            Item("item/completed", Message("decided: " + await ApproveAsync("c1")));
        if (Has(Fault.TwoApprovals))
            Item("item/completed", Message("decided: " + string.Concat(await Task.WhenAll(ApproveAsync("c1"), ApproveAsync("c2")))));

        if (Has(Fault.UntilSteered))
            Item("item/completed", Message("steered: " + await _steered.Task.WaitAsync(_interrupt.Token)));
        if (Has(Fault.StrayApproval))
            Item("item/completed", Message("stray: " + await ApproveAsync("c1", Guid.CreateVersion7().ToString())));
        if (Has(Fault.ChildThread))
            await ChildAsync();
        if (Has(Fault.SubAgent))
            Item("item/completed", Message("it said: " + await new FakeSubAgent(wire, Id).PlayAsync(AskAsync)));
        if (Has(Fault.TurnNeverCompletes))
            await Task.Delay(Timeout.Infinite, _interrupt.Token);
    }

    private static void FloodStderr()
    {
        for (var n = 0; n < 100_000; n++)
            Console.Error.WriteLine($"{n}: a line of a hundred bytes or so, as a library prints it when it is asked to trace all that it does");
        Console.Error.Write(new string('x', 4 * 1024 * 1024));
    }

    private Task<string> ApproveAsync(string item, string? turn = null) => AskAsync("item/commandExecution/requestApproval", new JsonObject
    {
        ["kind"] = "command",
        ["itemId"] = item,
        ["startedAtMs"] = 1,
        ["command"] = "rm -rf /",
        ["cwd"] = "/",
        ["turnId"] = turn ?? Id,
    });

    private async Task ToldAsync()
    {
        while (!File.Exists(InHome("ask")))
            await Task.Delay(20, _interrupt.Token);
    }

    private static async Task HoldAsync()
    {
        if (File.Exists(InHome("hold")))
            await File.WriteAllTextAsync(InHome("hold"), "");
        while (File.Exists(InHome("hold")))
            await Task.Delay(20);
    }

    private static string InHome(string file) => Path.Combine(Environment.GetEnvironmentVariable("CODEX_HOME")!, file);

    private async Task ChildAsync()
    {
        const string child = "child-thread";
        wire.Notify("turn/started", new JsonObject { ["threadId"] = child, ["turn"] = new JsonObject { ["id"] = "t", ["status"] = "inProgress" } });
        var reply = await AskAsync("item/fileChange/requestApproval", new JsonObject { ["threadId"] = child, ["itemId"] = "f1" });
        Item("item/completed", Message("child: " + reply));
    }

    private async Task SpeakAsync()
    {
        var speech = FakeSpeech.Of(_text) ?? new FakeSpeech(settings.Deltas, 0, settings.DelayMs, Stamp: false);
        for (var from = 0; from == 0 || from < speech.Deltas; from += FakeSpeech.MessageDeltas)
        {
            if (from > 0)
                Notify("thread/tokenUsage/updated", new JsonObject { ["tokenUsage"] = Usage() });
            await SpeakAsync(speech, from, Math.Min(speech.Deltas, from + FakeSpeech.MessageDeltas));
        }
    }

    private async Task SpeakAsync(FakeSpeech speech, int from, int to)
    {
        var item = Message("");
        Item("item/started", item);
        var text = new StringBuilder();
        for (var n = from; n < to; n++)
        {
            if (speech.DelayMs > 0)
                await Task.Delay(speech.DelayMs, _interrupt.Token);
            _interrupt.Token.ThrowIfCancellationRequested();
            var delta = speech.Delta(n);
            text.Append(delta);
            Notify("item/agentMessage/delta", new JsonObject { ["itemId"] = item["id"]!.DeepClone(), ["delta"] = delta });
        }

        item["text"] = _text switch
        {
            "config" => thread.Config?.ToJsonString(),
            "settings" => new JsonObject { ["thread"] = thread.Settings.DeepClone(), ["turn"] = FakeThread.Only(parameters) }.ToJsonString(),
            _ => text.ToString(),
        };
        Item("item/completed", item);
    }

    // What follows each response of the model.
    private static JsonObject Usage() => new() { ["total"] = Tokens(), ["last"] = Tokens(), ["modelContextWindow"] = 258400 };

    private static JsonObject Tokens() => new()
    {
        ["totalTokens"] = 2,
        ["inputTokens"] = 1,
        ["cachedInputTokens"] = 0,
        ["outputTokens"] = 1,
        ["reasoningOutputTokens"] = 0,
    };

    private static JsonObject Message(string text) => new() { ["type"] = "agentMessage", ["id"] = Guid.CreateVersion7().ToString(), ["text"] = text };

    private async Task<string> AskAsync(string method, JsonObject request)
    {
        var id = Interlocked.Increment(ref s_requestId);
        var waiting = Asked[id] = new TaskCompletionSource<JsonObject>();
        request.TryAdd("threadId", thread.Id);
        request.TryAdd("turnId", Id);
        wire.Send(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = request });
        var reply = await waiting.Task.WaitAsync(_interrupt.Token);
        Notify("serverRequest/resolved", new JsonObject { ["requestId"] = id });
        return (reply["result"] ?? reply["error"])!.ToJsonString();
    }

    private void Item(string method, JsonObject item)
    {
        if (method == "item/completed")
            _items.Add(item);
        Notify(method, new JsonObject { ["item"] = item.DeepClone(), ["startedAtMs"] = 1 });
    }

    private void Notify(string method, JsonObject body)
    {
        body["threadId"] = thread.Id;
        if (method != "turn/started" && method != "turn/completed")
            body["turnId"] = Id;
        wire.Notify(method, body);
    }

    private void End(string status, JsonObject? error = null)
    {
        Status = status;
        Notify("turn/completed", new JsonObject { ["turn"] = Describe(error) });
    }

    private void Die()
    {
        Console.Error.WriteLine(settings.Stderr);
        Environment.Exit(settings.ExitCode);
    }
}

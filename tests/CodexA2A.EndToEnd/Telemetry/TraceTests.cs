using System.Net;
using System.Net.Sockets;
using System.Text;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.Testing;

namespace CodexA2A.EndToEnd.Telemetry;

/// <summary>What an OTLP collector gets of Api and runner, each a process, around one streamed turn.</summary>
public sealed class TraceTests
{
    private const string Caller = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Answerer = "aaaabbbbccccddddeeeeffff00001111";
    private const string Canary = "canary-7c1f0e";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_streamed_turn_with_an_approval_is_one_trace_without_content()
    {
        await using var receiver = await OtlpReceiver.StartAsync(cancellationToken: Token);
        await using var stage = await FleetStage.StartAsync(1, [Named("runner")], Settings(receiver, "api"), cancellationToken: Token);
        var task = await RunAsync(stage, $"#escalate cmd=\"echo {Canary}\" why=\"{Canary}\"");
        Assert.Equal(TaskState.Completed, task.Status.State);
        await ExportedAsync(receiver, "invoke_agent Codex");
        await Waiting.ForAsync(() => receiver.Metrics.Any(point => point.Name == "a2a.turns"), Token);

        var trace = receiver.Spans.Where(span => span.TraceId == Caller).ToList();
        var http = Assert.Single(trace, span => span.Name == "POST /");
        var operation = Below(trace, http, "SendStreamingMessage");
        Assert.Equal(("api", task.Id, task.ContextId), (operation.Service, operation.Tags["a2a.task.id"], operation.Tags["a2a.context.id"]));
        Below(trace, Below(trace, operation, "seam submit"), "redis submit");
        Assert.NotEqual("0", Below(trace, operation, "a2a stream").Tags["a2a.stream.events"]);
        Below(trace, operation, "seam claim");
        var turn = Below(trace, operation, "invoke_agent Codex");
        Assert.Equal("runner", turn.Service);
        Assert.Equal(("invoke_agent", "completed", task.Id), (turn.Tags["gen_ai.operation.name"], turn.Tags["a2a.task.state"], turn.Tags["a2a.task.id"]));
        Assert.NotEqual("0", turn.Tags["gen_ai.usage.output_tokens"]);
        Below(trace, turn, "codex turn/start");
        var tool = Below(trace, turn, "execute_tool shell");
        Assert.Equal(("execute_tool", "0"), (tool.Tags["gen_ai.operation.name"], tool.Tags["process.exit.code"]));
        var question = Below(trace, turn, "wait for answer");
        Assert.Equal(("permission", "answered"), (question.Tags["a2a.interrupt.type"], question.Tags["a2a.interrupt.status"]));
        Assert.Contains(question.Links, link => link.TraceId == Answerer);
        var appends = trace.Where(span => span.Name == "seam append" && span.ParentId == turn.SpanId).ToList();
        Assert.NotEmpty(appends);
        Assert.All(appends, append => Assert.Contains(trace, span => span.ParentId == append.SpanId && span.Name is "redis append" or "redis commit"));

        Assert.All(trace, span => Assert.True(span.ParentId.Length == 0 || span.ParentId == CallerSpan || trace.Exists(parent => parent.SpanId == span.ParentId), $"{span.Name} has no parent."));
        AssertNoContent(receiver);
    }

    [Fact]
    public async Task A_turn_that_another_runner_takes_over_stays_in_the_trace_of_its_message()
    {
        await using var receiver = await OtlpReceiver.StartAsync(cancellationToken: Token);
        await using var stage = await FleetStage.StartAsync(1, [Named("first"), Named("second")], Settings(receiver, "api"), FleetStage.Gated, cancellationToken: Token);
        stage.Clients[0].Trace($"00-{Caller}-{CallerSpan}-01");
        var (gate, events) = await stage.BeginGatedAsync(Token);
        var owner = await stage.OwnerAsync(Token);
        await owner.KillAsync(Token, withCodex: true);
        gate.Open();
        await events;

        var turn = await ExportedAsync(receiver, "invoke_agent Codex");
        Assert.Equal(("true", "completed"), (turn.Tags["a2a.turn.recovered"], turn.Tags["a2a.task.state"]));
        Assert.Equal(owner == stage.Runners[0] ? "second" : "first", turn.Service);
        await ExportedAsync(receiver, "POST /");
        var send = receiver.Spans.Single(span => span is { TraceId: Caller, Name: "SendStreamingMessage" });
        Assert.Equal(send.SpanId, turn.ParentId);
    }

    [Fact]
    public async Task In_one_process_the_trace_is_the_same()
    {
        await using var receiver = await OtlpReceiver.StartAsync(cancellationToken: Token);
        await using var stage = await Stage.StartAsync(Settings(receiver, "all"), cancellationToken: Token);
        stage.Client.Trace($"00-{Caller}-{CallerSpan}-01");
        await stage.Client.SendAsync(A2AHttp.Message("#echo\nhello"), Token);

        await ExportedAsync(receiver, "invoke_agent Codex");
        await ExportedAsync(receiver, "POST /");
        var trace = receiver.Spans.Where(span => span.TraceId == Caller).ToList();
        var operation = Below(trace, trace.Single(span => span.Name == "POST /"), "SendMessage");
        Below(trace, operation, "seam submit");
        Below(trace, operation, "seam claim");
        Assert.Contains(trace, span => span.Name == "seam append" && span.ParentId == Below(trace, operation, "invoke_agent Codex").SpanId);
    }

    [Fact]
    public async Task A_turn_is_told_in_metrics()
    {
        await using var receiver = await OtlpReceiver.StartAsync(cancellationToken: Token);
        await using var stage = await FleetStage.StartAsync(1, [Named("runner")], Settings(receiver, "api"), cancellationToken: Token);
        await RunAsync(stage, $"#escalate cmd=\"echo {Canary}\" why=\"{Canary}\"");
        // Each process exports when its time has come.
        (string Service, string Name)[] wanted =
        [
            ("runner", "a2a.turns"), ("runner", "gen_ai.client.token.usage"), ("runner", "codexa2a.seam.renew.duration"),
            ("runner", "codex.process.starts"), ("runner", "codexa2a.seam.ready.age"), ("api", "a2a.requests"), ("api", "a2a.streams.open"),
        ];
        await Waiting.ForAsync(() => wanted.All(one => receiver.Metrics.Any(point => (point.Service, point.Name) == one)), Token);

        var last = receiver.Metrics.GroupBy(point => (point.Service, point.Name, string.Join(',', point.Tags.OrderBy(tag => tag.Key).Select(tag => $"{tag.Key}={tag.Value}"))))
            .ToDictionary(group => group.Key, group => group.Last());
        double Of(string service, string name, string tags = "") => last[(service, name, tags)].Value;
        Assert.Equal(1, Of("runner", "a2a.turns", "a2a.task.state=completed"));
        Assert.Equal(1, Of("runner", "a2a.turn.queue_wait"));
        Assert.Equal(1, Of("runner", "a2a.turn.first_text"));
        Assert.Equal(0, Of("runner", "a2a.turns.running"));
        Assert.Equal(0, Of("runner", "a2a.interrupts.waiting", "a2a.interrupt.type=permission"));
        Assert.True(Of("runner", "a2a.turn.deltas") > 0);
        Assert.Equal(1, Of("runner", "codex.processes"));
        Assert.Contains(last.Keys, key => key is ("runner", "gen_ai.client.token.usage", var tags) && tags.EndsWith("gen_ai.token.type=output", StringComparison.Ordinal));
        AssertNoContent(receiver);
    }

    [Fact]
    public async Task What_Codex_traces_is_part_of_the_trace_of_its_caller()
    {
        await using var receiver = await OtlpReceiver.StartAsync(cancellationToken: Token);
        var settings = Settings(receiver, "api");
        settings["Codex__Config__otel.trace_exporter"] = $"{{otlp-grpc={{endpoint=\"{receiver.Endpoint}\"}}}}";
        await using var stage = await FleetStage.StartAsync(1, [Named("runner")], settings, cancellationToken: Token);
        await RunAsync(stage, "#echo\nhello", asks: false);

        // Codex exports at its own pace.
        await Waiting.ForAsync(
            () => receiver.Spans.Where(span => span is { TraceId: Caller, Name: "codex turn/start" })
                .Any(start => receiver.Spans.Any(span => span.ParentId == start.SpanId && span.Service is not ("api" or "runner"))),
            Token);
    }

    [Fact]
    public async Task A_collector_that_never_answers_does_not_hold_up_a_stop()
    {
        using var hole = new TcpListener(IPAddress.Loopback, 0);
        hole.Start();
        var settings = new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{hole.LocalEndpoint}" };
        await using var stage = await Stage.StartAsync(settings, cancellationToken: Token);
        Assert.Equal(TaskState.Completed, (await stage.Client.SendAsync(A2AHttp.Message("#echo\nhello"), Token)).Status.State);

        var begun = TimeProvider.System.GetTimestamp();
        await stage.Service.AskToStopAsync(Token);
        Assert.Equal(0, await stage.Service.EndAsync(Token));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task Processes_of_one_kind_are_told_apart()
    {
        await using var receiver = await OtlpReceiver.StartAsync(cancellationToken: Token);
        var settings = Settings(receiver, "");
        settings.Remove("OTEL_SERVICE_NAME");
        await using var stage = await FleetStage.StartAsync(1, FleetStage.Alike(2), settings, cancellationToken: Token);

        await Waiting.ForAsync(() => receiver.Metrics.Select(point => point.Process).Distinct().Count() >= 3, Token);
        var processes = receiver.Metrics.Select(point => point.Process).Distinct().ToList();
        Assert.Equal(["codex-a2a-api", "codex-a2a-runner", "codex-a2a-runner"], processes.Select(process => process.Service).Order());
        Assert.All(processes, process => Assert.NotEmpty(process.Instance));
    }

    [Fact]
    public async Task With_the_setting_the_span_says_what_was_said()
    {
        await using var receiver = await OtlpReceiver.StartAsync(cancellationToken: Token);
        var settings = Settings(receiver, "api");
        settings["Telemetry__MessageContent"] = "true";
        await using var stage = await FleetStage.StartAsync(1, [Named("runner")], settings, cancellationToken: Token);
        await RunAsync(stage, $"#echo\n{Canary}", asks: false);

        var turn = await ExportedAsync(receiver, "invoke_agent Codex");
        Assert.Contains(Canary, turn.Tags["gen_ai.input.messages"], StringComparison.Ordinal);
        Assert.Contains(Canary, turn.Tags["gen_ai.output.messages"], StringComparison.Ordinal);
    }

    private const string CallerSpan = "00f067aa0ba902b7";

    private static Dictionary<string, string?> Named(string service) => new() { ["OTEL_SERVICE_NAME"] = service };

    private static Dictionary<string, string?> Settings(OtlpReceiver receiver, string service) => new(Named(service))
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Endpoint,
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
        ["Logging__LogLevel__Default"] = "Information",
    };

    /// <summary>A streamed turn, whose question is answered by a request of another trace.</summary>
    private static async Task<AgentTask> RunAsync(FleetStage stage, string text, bool asks = true)
    {
        var client = stage.Clients[0];
        var taskId = "";
        client.Trace($"00-{Caller}-{CallerSpan}-01");
        foreach (var (_, e) in await client.CollectAsync(A2AHttp.Message(text), Token))
        {
            taskId = e.Task?.Id ?? taskId;
        }

        client.Trace($"00-{Answerer}-00f067aa0ba902b8-01");
        if (asks)
        {
            await client.SendAsync(A2AHttp.Message("approve", taskId: taskId), Token);
        }

        return await client.EndAsync(taskId, Token);
    }

    private static async Task<OtlpSpan> ExportedAsync(OtlpReceiver receiver, string name)
    {
        await Waiting.ForAsync(() => receiver.Spans.Any(span => span.TraceId == Caller && span.Name == name), Token);
        return receiver.Spans.Single(span => span.TraceId == Caller && span.Name == name);
    }

    private static OtlpSpan Below(List<OtlpSpan> trace, OtlpSpan parent, string name)
    {
        var found = trace.Where(span => span.ParentId == parent.SpanId && span.Name == name).ToList();
        Assert.True(found.Count == 1, $"{found.Count} spans {name} below {parent.Name}:\n{string.Join('\n', trace.Select(span => $"{span.Name} {span.SpanId} < {span.ParentId}"))}");
        return found[0];
    }

    private static void AssertNoContent(OtlpReceiver receiver) =>
        Assert.DoesNotContain(receiver.Requests, request => Encoding.UTF8.GetString(request).Contains(Canary, StringComparison.Ordinal));
}

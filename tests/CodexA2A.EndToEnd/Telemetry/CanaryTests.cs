using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.Testing;

namespace CodexA2A.EndToEnd.Telemetry;

/// <summary>
/// Two hundred secrets, and every place that a service writes to. A hundred are the service's own (its environment, its credentials, its
/// webhooks' tokens) and must be nowhere; a hundred are said by a caller and printed by the agent in all disguises, and are then where the
/// caller sees its own task, and nowhere else.
/// </summary>
public sealed class CanaryTests : IDisposable
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly string _folder = Directory.CreateTempSubdirectory("codex-a2a-canaries-").FullName;
    private readonly string[] _held = Make(100);
    private readonly string[] _printed = Make(100);
    private int _taken;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task No_secret_is_written_where_nobody_asked_for_it()
    {
        await using var collector = await OtlpReceiver.StartAsync(cancellationToken: Token);
        await using var receiver = await WebhookReceiver.StartAsync(Token);
        await using var stage = await Stage.StartAsync(Settings(collector), cancellationToken: Token);
        await File.WriteAllTextAsync(Path.Combine(stage.Folder.CodexHome, "auth.json"), $$"""{"OPENAI_API_KEY":"{{_printed[0]}}"}""", Token);
        await File.WriteAllTextAsync(Path.Combine(stage.Folder.Workspace, "canaries.txt"), Written(_printed), Token);
        var sinks = new Dictionary<string, List<string>>();
        List<string> Sink(string name) => sinks.TryGetValue(name, out var sink) ? sink : sinks[name] = [];

        var said = await TurnAsync(stage, receiver, "#echo\n" + string.Join('\n', _printed.Select((secret, i) => Disguise.All[i % Disguise.All.Count].Write(secret))), Sink);
        await TurnAsync(stage, receiver, $"#shell\nenv; cat canaries.txt {stage.Folder.CodexHome}/auth.json; exit 3", Sink);
        var asked = await stage.Client.SendAsync(A2AHttp.Message($"#escalate cmd=\"echo {_printed[1]}\" why=\"{_printed[2]}\""), Token);
        await stage.Client.SendAsync(A2AHttp.Message("approve", taskId: asked.Id), Token);
        await stage.Client.EndAsync(asked.Id, Token);
        foreach (var i in Enumerable.Range(0, 4))
        {
            var config = new JsonObject { ["taskId"] = said, ["id"] = $"hook-{i}", ["url"] = $"http://127.0.0.1:{receiver.Port}/hook", ["token"] = Next() };
            config["authentication"] = new JsonObject { ["scheme"] = "Bearer", ["credentials"] = Next() };
            await stage.Client.CallAsync("CreateTaskPushNotificationConfig", config, Token);
        }

        await ErrorsAsync(stage, said, Sink("error bodies"));
        Sink("pages for all").AddRange(await Task.WhenAll(((string[])["ready", "alive", ".well-known/agent-card.json", "health", "metrics"]).Select(page => ReadAsync(stage.Client, page))));
        await Waiting.ForAsync(() => collector.Spans.Count(span => span.Name == "invoke_agent Codex") == 3 && collector.Metrics.Any(point => point.Name == "a2a.turns"), Token);
        await stage.Service.AskToStopAsync(Token);
        await stage.Service.EndAsync(Token);
        Sink("log").Add(stage.Service.Output);
        Sink("traces, metrics and logs that are exported").AddRange(collector.Requests.Select(System.Text.Encoding.Latin1.GetString));
        Sink("audit file").AddRange(Directory.GetFiles(_folder).Select(File.ReadAllText));
        AnswerIsOnRecord(asked, Sink("audit file").Single());

        var scan = new CanaryScan(_held.Append(ServiceProcess.Token).Concat(_printed));
        var table = sinks.Select(sink => (sink.Key, Bytes: sink.Value.Sum(text => (long)text.Length), Found: Find(scan, sink.Value)))
            .Select(row => (row.Key, row.Bytes, Held: row.Found.Where(one => !IsPrinted(one)).ToList(), Printed: row.Found.Where(IsPrinted).ToList())).ToList();
        var shown = string.Join('\n', table.Select(row => $"{row.Key,-45} {row.Bytes,9:N0} bytes  of the service {row.Held.Count,3}  of the caller {row.Printed.Count,3}"));
        TestContext.Current.TestOutputHelper?.WriteLine(shown);
        Assert.Equal(_held.Length, _taken);
        Assert.All(table, row => Assert.True(row.Bytes > 0, $"Nothing was written to: {row.Key}\n{shown}"));
        Assert.All(table, row => Assert.True(row.Held.Count == 0, $"{row.Key}: {string.Join(", ", row.Held.Take(3))}\n{shown}"));
        foreach (var row in table)
        {
            if (row.Key.StartsWith("the caller's own", StringComparison.Ordinal)) Assert.True(row.Printed.Count > 0, shown);
            else Assert.True(row.Printed.Count == 0, $"{row.Key}: {string.Join(", ", row.Printed.Take(3))}\n{shown}");
        }
    }

    /// <summary>The answer is there twice, with the same digest: as the call that gave it, and as what Codex was told.</summary>
    private static void AnswerIsOnRecord(AgentTask asked, string audit)
    {
        var question = (string)asked.Metadata!["shared"]!["interrupt"]!["request_id"]!;
        var lines = audit.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).Where(line => (string?)line["request_id"] == question).ToList();
        var digest = (string)lines[0]["approval_sha256"]!;
        Assert.Equal(
            [$"SendMessage {asked.Id} approve {digest} ok", $"runner.question {asked.Id} approve {digest} delivered"],
            lines.Select(line => $"{line["method"]} {line["task_id"]} {line["decision"]} {line["approval_sha256"]} {line["outcome"]}").Order(StringComparer.Ordinal));
        Assert.Equal(64, digest.Length);
    }

    /// <summary>A streamed turn with a webhook; its task's id.</summary>
    private async Task<string> TurnAsync(Stage stage, WebhookReceiver receiver, string text, Func<string, List<string>> sink)
    {
        var message = receiver.Message(text);
        message["configuration"]!["taskPushNotificationConfig"]!["token"] = Next();
        var id = "";
        using (var response = await stage.Client.OpenAsync("SendStreamingMessage", message, Token))
        {
            var stream = await response.Content.ReadAsStringAsync(Token);
            sink("the caller's own stream").Add(stream);
            id = (string)JsonNode.Parse(stream.Split('\n').First(line => line.StartsWith("data:", StringComparison.Ordinal))[5..])!["result"]!["task"]!["id"]!;
        }

        sink("the caller's own task").Add((await stage.Client.CallAsync("GetTask", new JsonObject { ["id"] = id }, Token)).ToJsonString());
        sink("the caller's own webhook").AddRange((await receiver.ToTheEndAsync(id, Token)).Select(one => System.Text.Encoding.UTF8.GetString(one.Body)));
        return id;
    }

    /// <summary>Calls that fail with secrets in what is wrong about them.</summary>
    private async Task ErrorsAsync(Stage stage, string taskId, List<string> bodies)
    {
        while (_taken < _held.Length)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "tasks") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Next()) } };
            using var response = await stage.Client.Http.SendAsync(request, Token);
            bodies.Add(await response.Content.ReadAsStringAsync(Token));
        }

        foreach (var secret in _printed.Take(10))
        {
            var bad = A2AHttp.Message(secret, contextId: "with\u0001control");
            bad["metadata"] = new JsonObject { ["x"] = secret };
            bodies.Add((await stage.Client.RawAsync("SendMessage", bad, Token)).ToJsonString());
            var late = A2AHttp.Message(secret, taskId: taskId);
            bodies.Add((await stage.Client.RawAsync("SendMessage", late, Token)).ToJsonString());
            var hook = new JsonObject { ["taskId"] = taskId, ["url"] = $"https://10.0.0.1/{secret}", ["token"] = secret };
            bodies.Add((await stage.Client.RawAsync("CreateTaskPushNotificationConfig", hook, Token)).ToJsonString());
            bodies.Add((await stage.Client.RawAsync("codex.exec.start", new JsonObject { ["request"] = new JsonObject { ["command"] = secret } }, Token)).ToJsonString());
            bodies.Add((await stage.Client.RawAsync("a2a.interrupt.question.reply", new JsonObject { ["request_id"] = "none", ["answers"] = new JsonArray(new JsonArray(secret)) }, Token)).ToJsonString());
        }
    }

    private Dictionary<string, string?> Settings(OtlpReceiver collector)
    {
        var settings = new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint,
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
            ["Logging__LogLevel__Default"] = "Debug",
            ["Telemetry__Prometheus"] = "true",
            ["A2A__AuditFile"] = Path.Combine(_folder, "audit.jsonl"),
            ["A2A__AuditReads"] = "true",
            ["A2A__EnableExecControl"] = "true",
            ["Push__AllowedHosts"] = "127.0.0.1",
            ["Push__SigningKey"] = Next(),
            ["A2A__StaticAuthCredentials"] = new JsonArray([
                .. Enumerable.Range(0, 5).Select(i => (JsonNode)new JsonObject { ["scheme"] = "basic", ["username"] = $"user-{i}", ["password"] = Next() }),
                .. Enumerable.Range(0, 5).Select(i => (JsonNode)new JsonObject { ["scheme"] = "apikey", ["principal"] = $"machine-{i}", ["token"] = Next() }),
            ]).ToJsonString(),
        };
        foreach (var i in Enumerable.Range(0, 10)) settings[$"A2A__BearerTokens__caller{i}"] = Next();
        foreach (var i in Enumerable.Range(0, 50)) settings[$"CANARY_SECRET_{i}"] = Next();
        return settings;
    }

    private string Next() => _held[_taken++];

    /// <summary>Each secret in four disguises, so that each disguise is there a dozen times.</summary>
    private static string Written(IEnumerable<string> secrets) => string.Join('\n', secrets.SelectMany(
        (secret, i) => Enumerable.Range(0, 4).Select(j => Disguise.All[((i * 4) + j) % Disguise.All.Count].Write(secret))));

    private static async Task<string> ReadAsync(A2AHttp client, string page)
    {
        using var response = await client.Http.GetAsync(new Uri(page, UriKind.Relative), Token);
        return await response.Content.ReadAsStringAsync(Token);
    }

    /// <summary>Each secret that is in a text, once, with its disguise.</summary>
    private static List<string> Find(CanaryScan scan, List<string> texts) =>
        [.. texts.SelectMany(scan.Find).DistinctBy(found => found.Split(' ')[0])];

    private bool IsPrinted(string found) => _printed.Contains(found.Split(' ')[0]);

    private static string[] Make(int count) => [.. Enumerable.Range(0, count).Select(_ => RandomNumberGenerator.GetString(Alphabet, 24))];
}

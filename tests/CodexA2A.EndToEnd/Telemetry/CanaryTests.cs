using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.Testing;

namespace CodexA2A.EndToEnd.Telemetry;

/// <summary>
/// Two hundred secrets, and every place that a service writes to. A hundred are the service's own (its environment, its files, its
/// webhooks' tokens) and a hundred are said by a caller. First nobody says the service's own: they must be nowhere. Then the agent prints
/// all two hundred, each in every disguise: they are then where the caller sees its own task, every one of them, and nowhere else.
/// </summary>
public sealed class CanaryTests : IDisposable
{
    private const string Own = "the caller's own";
    private const string Printed = "all of them printed: ";

    /// <summary>A message of so many has 220,000 characters: a thread of Codex has room for it and for its answer, and no limit cuts either.</summary>
    private const int AtOnce = 100;

    private readonly string _folder = Directory.CreateTempSubdirectory("codex-a2a-canaries-").FullName;
    private readonly string[] _said = HeldSecrets.Make(100);
    private readonly HeldSecrets _held;
    private readonly CanaryTable _table;

    public CanaryTests()
    {
        _held = new HeldSecrets(_folder);
        _table = new CanaryTable([.. _held.All, ServiceProcess.Token], _said);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string AuditFile => Path.Combine(_folder, "audit.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task No_secret_is_written_where_nobody_asked_for_it()
    {
        await using var collector = await OtlpReceiver.StartAsync(cancellationToken: Token);
        await using var receiver = await WebhookReceiver.StartAsync(Token);
        await using var stage = await Stage.StartAsync(Settings(collector), secrets: _held.Folder, cancellationToken: Token);
        await File.WriteAllTextAsync(Path.Combine(stage.Folder.CodexHome, "auth.json"), $$"""{"OPENAI_API_KEY":"{{_said[0]}}"}""", Token);
        await File.WriteAllTextAsync(Path.Combine(stage.Folder.Workspace, "canaries.txt"), Some(_said), Token);

        var said = await TurnAsync(stage, receiver, "#echo\n" + string.Join('\n', _said.Select((secret, i) => Disguise.All[i % Disguise.All.Count].Write(secret))));
        await TurnAsync(stage, receiver, $"#shell\nenv; cat canaries.txt {stage.Folder.CodexHome}/auth.json; exit 3");
        await TurnAsync(stage, receiver, $"#error status=400 code={_said[3]}");
        var asked = await stage.Client.SendAsync(A2AHttp.Message($"#escalate cmd=\"echo {_said[1]}\" why=\"{_said[2]}\""), Token);
        await stage.Client.SendAsync(A2AHttp.Message("approve", taskId: asked.Id), Token);
        await stage.Client.EndAsync(asked.Id, Token);
        var secrets = _held.All.Concat(_said).ToList();
        foreach (var some in secrets.Chunk(AtOnce)) await TurnAsync(stage, receiver, "#echo\n" + All(some), Printed);

        await WebhooksAsync(stage, receiver, said);
        await CallersAsync(stage);
        await ErrorsAsync(stage, said, secrets);
        _table.Place("pages for all").AddRange(await Task.WhenAll(((string[])["ready", "alive", ".well-known/agent-card.json", "health", "metrics"]).Select(page => ReadAsync(stage.Client, page))));
        var turns = 4 + (secrets.Count / AtOnce);
        await Waiting.ForAsync(() => collector.Spans.Count(span => span.Name == "invoke_agent Codex") == turns && collector.Metrics.Any(point => point.Name == "a2a.turns"), Token);
        await stage.Service.AskToStopAsync(Token);
        await stage.Service.EndAsync(Token);
        _table.Place("log").Add(stage.Service.Output);
        _table.Place("traces, metrics and logs that are exported").AddRange(collector.Requests.Select(Encoding.Latin1.GetString));
        _table.Place("audit file").Add(await File.ReadAllTextAsync(AuditFile, Token));
        AnswerIsOnRecord(asked, _table.Place("audit file").Single());

        Judge(_table.Look(asWritten: Printed), secrets);
    }

    private void Judge(IReadOnlyList<CanaryRow> rows, List<string> secrets)
    {
        var shown = string.Join('\n', rows);
        TestContext.Current.TestOutputHelper?.WriteLine(shown);
        Assert.Equal(0, _held.Left);
        Assert.All(rows, row => Assert.True(row.Length > 0, $"Nothing was written to: {row.Place}\n{shown}"));
        foreach (var row in rows.Where(row => !row.Place.StartsWith(Printed, StringComparison.Ordinal)))
        {
            Assert.True(row.Held.Count == 0, $"{row.Place}: {string.Join(", ", row.Found.Take(9))}\n{shown}");
            Assert.True(row.Place.StartsWith(Own, StringComparison.Ordinal) == row.Said.Count > 0, $"{row.Place}: {string.Join(", ", row.Found.Take(9))}\n{shown}");
        }

        // Whoever finds nothing elsewhere finds everything here.
        var all = secrets.SelectMany(secret => CanaryTable.Disguises.Select(name => $"{secret} ({name})")).ToList();
        var printed = rows.Where(row => row.Place.StartsWith(Printed, StringComparison.Ordinal)).ToList();
        Assert.Equal(3, printed.Count);
        Assert.All(printed, row => Assert.True(row.Found.IsSupersetOf(all), $"{row.Place} has not {string.Join(", ", all.Except(row.Found).Take(9))}\n{shown}"));
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

    /// <summary>A streamed turn with a webhook; its task's id. Of a turn that prints, only what the agent said is looked at: the caller said it, too.</summary>
    private async Task<string> TurnAsync(Stage stage, WebhookReceiver receiver, string text, string how = "")
    {
        var message = receiver.Message(text);
        message["configuration"]!["taskPushNotificationConfig"]!["token"] = _held.Next();
        using var response = await stage.Client.OpenAsync("SendStreamingMessage", message, Token);
        var stream = await response.Content.ReadAsStringAsync(Token);
        var id = (string)JsonNode.Parse(stream.Split('\n').First(line => line.StartsWith("data:", StringComparison.Ordinal))[5..])!["result"]!["task"]!["id"]!;
        var task = await stage.Client.CallAsync("GetTask", new JsonObject { ["id"] = id }, Token);
        var bodies = (await receiver.ToTheEndAsync(id, Token)).Select(one => Encoding.UTF8.GetString(one.Body)).ToList();
        var prints = how.Length > 0;
        _table.Place($"{how}{Own} stream").Add(prints ? OwnTexts.OfStream(stream) : stream);
        _table.Place($"{how}{Own} task").Add(prints ? OwnTexts.OfTask(task) : task.ToJsonString());
        _table.Place($"{how}{Own} webhook").AddRange(prints ? [OwnTexts.OfBodies(bodies)] : bodies);
        return id;
    }

    private async Task WebhooksAsync(Stage stage, WebhookReceiver receiver, string taskId)
    {
        foreach (var i in Enumerable.Range(0, 4))
        {
            var config = new JsonObject { ["taskId"] = taskId, ["id"] = $"hook-{i}", ["url"] = $"http://127.0.0.1:{receiver.Port}/hook", ["token"] = _held.Next() };
            config["authentication"] = new JsonObject { ["scheme"] = "Bearer", ["credentials"] = _held.Next() };
            await stage.Client.CallAsync("CreateTaskPushNotificationConfig", config, Token);
        }
    }

    /// <summary>Every token of the environment, of the folder and of the file is one that opens the service; what is left of the secrets opens nothing.</summary>
    private async Task CallersAsync(Stage stage)
    {
        foreach (var token in _held.Bearers)
        {
            using var client = new A2AHttp(stage.Service.Address, token);
            Assert.Equal(0, (int)(await client.CallAsync("ListTasks", [], Token))["totalSize"]!);
        }

        while (_held.Left > 0)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "tasks") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", _held.Next()) } };
            using var response = await stage.Client.Http.SendAsync(request, Token);
            _table.Place("error bodies").Add(await response.Content.ReadAsStringAsync(Token));
        }
    }

    /// <summary>Calls that fail with secrets in what is wrong about them: each secret in every disguise.</summary>
    private async Task ErrorsAsync(Stage stage, string taskId, List<string> secrets)
    {
        Func<string, (string, JsonObject)>[] calls =
        [
            secret => ("SendMessage", A2AHttp.Message(All([secret]), contextId: "with\u0001control")),
            secret => ("SendMessage", A2AHttp.Message(All([secret]), taskId: taskId)),
            secret => ("CreateTaskPushNotificationConfig", new JsonObject { ["taskId"] = taskId, ["url"] = $"https://10.0.0.1/{secret}", ["token"] = All([secret]) }),
            secret => ("codex.exec.start", new JsonObject { ["request"] = new JsonObject { ["command"] = All([secret]) } }),
            secret => ("a2a.interrupt.question.reply", new JsonObject { ["request_id"] = "none", ["answers"] = new JsonArray(new JsonArray(All([secret]))) }),
        ];
        foreach (var (secret, i) in secrets.Select((secret, i) => (secret, i)))
        {
            var (method, parameters) = calls[i % calls.Length](secret);
            var answer = await stage.Client.RawAsync(method, parameters, Token);
            Assert.NotNull(answer["error"]);
            _table.Place("error bodies").Add(answer.ToJsonString());
        }
    }

    private Dictionary<string, string?> Settings(OtlpReceiver collector) => new(_held.Environment)
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint,
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
        ["Logging__LogLevel__Default"] = "Debug",
        ["Telemetry__Prometheus"] = "true",
        ["A2A__AuditFile"] = AuditFile,
        ["A2A__AuditReads"] = "true",
        ["A2A__EnableExecControl"] = "true",
        ["Push__AllowedHosts"] = "127.0.0.1",
    };

    /// <summary>Each secret in four disguises, so that each disguise is there a dozen times.</summary>
    private static string Some(IEnumerable<string> secrets) => string.Join('\n', secrets.SelectMany(
        (secret, i) => Enumerable.Range(0, 4).Select(j => Disguise.All[((i * 4) + j) % Disguise.All.Count].Write(secret))));

    /// <summary>Each secret in every disguise.</summary>
    private static string All(IEnumerable<string> secrets) => string.Join('\n', secrets.SelectMany(secret => Disguise.All.Select(one => one.Write(secret))));

    private static async Task<string> ReadAsync(A2AHttp client, string page)
    {
        using var response = await client.Http.GetAsync(new Uri(page, UriKind.Relative), Token);
        return await response.Content.ReadAsStringAsync(Token);
    }
}

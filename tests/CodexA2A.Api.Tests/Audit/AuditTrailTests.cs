using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.Outbound;
using CodexA2A.Api.Tests.Access;
using CodexA2A.Api.Tests.Push;
using CodexA2A.Api.Tests.Support;
using CodexA2A.ServiceDefaults.Audit;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CodexA2A.Api.Tests.Audit;

/// <summary>The audit log of a service, by its file.</summary>
public sealed class AuditTrailTests : IDisposable
{
    private const string Canary = "canary-5d1f";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("audit-");
    private readonly FaultyFile disk = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Name => Path.Combine(folder.FullName, "audit.jsonl");

    [Fact]
    public async Task A_write_is_told_with_who_what_and_what_came_of_it_and_never_with_what_was_said()
    {
        var host = await StartAsync();
        var submitted = await host.CallAsync(Call.Send($"say {Canary}").At(immediately: true).With(call => call["metadata"] = new JsonObject { ["x"] = Canary }));
        var turn = await host.Runner.ClaimAsync();
        var details = new JsonObject { ["command"] = $"echo {Canary}", ["a"] = 1.50, ["ä"] = null };
        var permission = await turn.AskAsync(details: details.DeepClone().AsObject());
        await host.CallAsync(Call.Send("approve for session", submitted.TaskId).At(immediately: true), Binding.Rest);
        await turn.ResolveAsync(permission);
        var question = await turn.AskAsync("question", new JsonObject { ["questions"] = new JsonArray(new JsonObject { ["question"] = Canary }) });
        await host.CallAsync(new Call("a2a.interrupt.question.reply", new JsonObject { ["request_id"] = question.Id, ["answers"] = new JsonArray(new JsonArray(Canary)) }));
        await host.CallAsync(PushConfigTests.Create(submitted.TaskId, $"https://receiver.example/{Canary}", config => config["token"] = Canary));
        var canceling = host.CallAsync(new Call(Methods.CancelTask, new JsonObject { ["id"] = submitted.TaskId }));
        await turn.NextAsync<CancelTurn>();
        await turn.StatusAsync(TaskState.Canceled);
        await canceling;
        await turn.DisposeAsync();
        await host.StopAsync();
        await host.DisposeAsync();

        var lines = Lines();
        Assert.Equal(
            [Methods.SendMessage, Methods.SendMessage, "a2a.interrupt.question.reply", Methods.CreateTaskPushNotificationConfig, Methods.CancelTask],
            lines.Select(line => (string)line["method"]!));
        Assert.All(lines, line => Assert.Equal(
            ("alice", "bearer:alice", "127.0.0.1", submitted.TaskId, "ok"),
            ((string)line["principal"]!, (string)line["credential"]!, (string)line["address"]!, (string)line["task_id"]!, (string)line["outcome"]!)));
        Assert.All(lines.SkipLast(2), line => Assert.Equal(submitted.ContextId, (string)line["context_id"]!));
        Assert.Equal(["jsonrpc", "rest", "jsonrpc", "jsonrpc", "jsonrpc"], lines.Select(line => (string)line["binding"]!));
        Assert.Equal(
            (permission.Id, "approve_for_session", ApprovalDigest.Of(details)),
            ((string)lines[1]["request_id"]!, (string)lines[1]["decision"]!, (string)lines[1]["approval_sha256"]!));
        Assert.Equal((question.Id, "answer"), ((string)lines[2]["request_id"]!, (string)lines[2]["decision"]!));
        Assert.DoesNotContain("canary", await File.ReadAllTextAsync(Name, Token), StringComparison.Ordinal);
        Assert.DoesNotContain(ApiHost.Alice, await File.ReadAllTextAsync(Name, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_are_told_and_reads_are_not_unless_that_is_asked_for()
    {
        var host = await StartAsync(more: Actor.Settings);
        var submitted = await host.SubmitAsync();
        await host.CallAsync(Call.Get(submitted.TaskId));
        await host.CallAsync(new Call("codex.models.list", []));
        await host.CallAsync(Call.Get(submitted.TaskId) with { Token = "wrong-token-123" }, Binding.Rest);
        await host.CallAsync(Call.Get(submitted.TaskId) with { Token = Actor.Reviewer.Token }, Binding.Rest);
        await host.CallAsync(new Call(Methods.CancelTask, new JsonObject { ["id"] = submitted.TaskId }) { Token = ApiHost.Bob });
        using (var request = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { Authorization = new("Bearer", Actor.Reviewer.Token) } })
        {
            await host.Http.SendAsync(request, Token);
        }

        // Pages of elsewhere come in floods.
        await host.CallAsync(Call.Get(submitted.TaskId).WithHeader("Origin", "https://elsewhere.example"));
        await host.CallAsync(Call.Get(submitted.TaskId).WithHeader("Host", "elsewhere.example"));
        using (var client = new GrpcClient(host.GrpcUrl, Actor.Reviewer.Token)) await client.GetAsync(submitted.TaskId);
        await host.StopAsync();
        await host.DisposeAsync();

        Assert.Equal(
            [
                "alice SendMessage jsonrpc ok", " GET  UNAUTHENTICATED", "reviewer GetTask rest AUTHORIZATION_FORBIDDEN", "bob CancelTask jsonrpc TASK_NOT_FOUND",
                "reviewer /health http AUTHORIZATION_FORBIDDEN", "reviewer GetTask grpc AUTHORIZATION_FORBIDDEN",
            ],
            Lines().Select(line => $"{line["principal"]} {line["method"]} {line["binding"]} {line["outcome"]}"));
        Assert.Equal(submitted.TaskId, (string?)Lines()[3]["task_id"]);
    }

    [Fact]
    public async Task Reads_are_told_where_that_is_asked_for()
    {
        var host = await StartAsync(("A2A:AuditReads", "true"));
        await host.CallAsync(Call.Get("p00-0198c9b0-0000-7000-8000-000000000000"));
        await host.CallAsync(new Call(Methods.ListTasks, []), Binding.Rest);
        await host.StopAsync();
        await host.DisposeAsync();
        Assert.Equal(["GetTask TASK_NOT_FOUND", "ListTasks ok"], Lines().Select(line => $"{line["method"]} {line["outcome"]}"));
    }

    [Fact]
    public async Task A_shell_is_on_record_before_its_command_is_run_and_at_its_end()
    {
        var host = await StartAsync(("A2A:EnableSessionShell", "true"));
        await host.BoundAsync("thread-1", "mine");
        Call Shell(string session, string command) => new("codex.sessions.shell", new JsonObject { ["session_id"] = session, ["request"] = new JsonObject { ["command"] = command } });
        await host.CallAsync(Shell("thread-1", $"echo {Canary}"));
        // What is refused was never begun.
        await host.CallAsync(Shell("thread-2", "ls"));
        await host.StopAsync();
        await host.DisposeAsync();

        Assert.Equal(
            ["started started mine thread-1", " NO_RUNNER mine thread-1", " SESSION_NOT_FOUND  thread-2"],
            Lines().Where(line => (string)line["method"]! == "codex.sessions.shell").Select(line => $"{line["decision"]} {line["outcome"]} {line["context_id"]} {line["thread_id"]}"));
        Assert.DoesNotContain("canary", await File.ReadAllTextAsync(Name, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_send_is_on_record_before_its_turn_has_ended()
    {
        var host = await StartAsync();
        var sending = host.CallAsync(Call.Send("hello"));
        await using (var turn = await host.Runner.ClaimAsync(sending))
        {
            await UntilAsync(() => File.ReadAllText(Name).EndsWith('\n'));

            Assert.Equal((Methods.SendMessage, turn.TaskId), ((string)Lines().Single()["method"]!, (string)Lines().Single()["task_id"]!));
            await turn.CompleteAsync();
        }

        await sending;
        await host.StopAsync();
        await host.DisposeAsync();
        Assert.Single(Lines());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_a_full_disk_calls_are_refused_only_where_the_record_is_required(bool required)
    {
        var host = await StartAsync(("A2A:AuditRequired", required ? "true" : "false"));
        disk.IsFull = true;
        await host.SubmitAsync();
        var writer = host.Services.GetRequiredService<AuditWriter>();
        await UntilAsync(() => !writer.Takes);

        var refused = await host.CallAsync(Call.Send("x").At(immediately: true), Binding.Rest);
        Assert.Equal(required ? "AUDIT_UNAVAILABLE" : null, refused.Reason);
        if (required) Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (refused.Status, refused.Response.Headers.RetryAfter!.ToString()));
        Assert.Null((await host.CallAsync(new Call(Methods.ListTasks, []))).Error);
        using var ready = await host.Http.GetAsync("/ready", Token);
        Assert.Equal(required ? (HttpStatusCode.ServiceUnavailable, "audit\n") : (HttpStatusCode.OK, ""), (ready.StatusCode, await ready.Content.ReadAsStringAsync(Token)));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { Authorization = new("Bearer", ApiHost.Alice) } };
        using var health = await host.Http.SendAsync(request, Token);
        Assert.Contains("No space left on device", await health.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await host.StopAsync();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_log_that_takes_the_category_gets_the_records_with_their_fields()
    {
        var log = new Kept();
        await using var host = await ApiHost.StartAsync(services: services => services.AddSingleton<ILoggerProvider>(log));
        var submitted = await host.SubmitAsync();
        var fields = Assert.Single(log.Records);
        Assert.Equal(("alice", Methods.SendMessage, submitted.TaskId, "ok"), (fields["Principal"], fields["Method"], fields["TaskId"], fields["Outcome"]));
    }

    [Fact]
    public async Task A_file_without_a_folder_ends_the_start() => Assert.Contains(
        "A2A:AuditFile is /nowhere/at/all/audit.jsonl",
        (await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => ApiHost.StartAsync(new() { ["A2A:AuditFile"] = "/nowhere/at/all/audit.jsonl" }))).Message,
        StringComparison.Ordinal);

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private List<JsonNode> Lines()
    {
        using var file = new FileStream(Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private Task<ApiHost> StartAsync(params (string Name, string Value)[] settings) => StartAsync([], settings);

    private Task<ApiHost> StartAsync(Dictionary<string, string?> more, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(more) { ["A2A:AuditFile"] = Name };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return ApiHost.StartAsync(all, services: services => services
            .AddSingleton<IControlCalls>(new NobodyThere())
            .AddSingleton<Resolve>((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]))
            .AddSingleton(provider => new AuditWriter(
                new AuditFile(Name, 1024 * 1024, 2, disk.Open), provider.GetRequiredService<AuditTelemetry>(), TimeProvider.System, provider.GetRequiredService<ILogger<AuditWriter>>())));
    }

    /// <summary>A log that keeps the records of the category.</summary>
    private sealed class Kept : ILoggerProvider, ILogger
    {
        private string category = "";

        public List<Dictionary<string, object?>> Records { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Kept { category = categoryName, Target = Records };

        private List<Dictionary<string, object?>>? Target { get; init; }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => category == AuditTrail.Category;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (category == AuditTrail.Category) Target!.Add(((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary());
        }

        public void Dispose()
        {
        }
    }
}

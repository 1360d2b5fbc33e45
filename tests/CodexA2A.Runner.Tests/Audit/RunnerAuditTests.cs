using System.Text.Json.Nodes;
using CodexA2A.Runner.Audit;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Tests.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Audit;

/// <summary>What the runner has on record, by its file.</summary>
public sealed class RunnerAuditTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audit-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Name => Path.Combine(_folder.FullName, "audit.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("answer", "approve", "delivered")]
    [InlineData("expire", "deny", "expired")]
    [InlineData("cancel", null, "withdrawn")]
    [InlineData("die", null, "withdrawn")]
    [InlineData("drain", null, "withdrawn")]
    public async Task A_question_is_told_with_what_became_of_it(string how, string? decision, string outcome)
    {
        string task, digest, thread;
        Interrupt question;
        await using (var stage = await StartAsync(("Runner:InterruptTimeout", how == "expire" ? "00:00:03" : "01:00:00")))
        {
            task = await stage.SubmitAsync("fault: approval");
            var asked = await stage.AskedAsync(task);
            var id = (string)asked.Metadata!["shared"]!["interrupt"]!["request_id"]!;
            question = (await stage.Queue.GetInterruptAsync(RunnerStage.Alice, id, Stop))!;
            (digest, thread) = (ApprovalDigest.Of(question.Details)!, question.ThreadId!);
            switch (how)
            {
                case "answer":
                    await stage.Queue.AnswerAsync(new AnswerSubmission(RunnerStage.Alice, id, new InterruptReply { Decision = InterruptDecision.Approve }), Stop);
                    break;
                case "cancel":
                    await stage.Queue.SendAsync(new CancelTurn { TaskId = task, Owner = RunnerStage.Alice }, Stop);
                    break;
                case "die":
                    using (var process = System.Diagnostics.Process.GetProcessById((await stage.Codex.GetAsync(Stop)).Pid))
                    {
                        process.Kill();
                    }

                    break;
            }

            if (how != "drain")
            {
                await stage.EndAsync(task);
            }
        }

        var line = Assert.Single(Lines());
        Assert.Equal(
            ("alice", RunnerAudit.Question, task, "ctx", thread, question.Id, decision, digest, outcome),
            (Text(line, "principal"), Text(line, "method"), Text(line, "task_id"), Text(line, "context_id"), Text(line, "thread_id"), Text(line, "request_id"),
                Text(line, "decision"), Text(line, "approval_sha256"), Text(line, "outcome")));
        Assert.DoesNotContain("credential", line.Select(member => member.Key));
    }

    [Fact]
    public async Task What_an_earlier_turn_asks_is_told_without_a_task()
    {
        await using (var stage = await StartAsync())
        {
            await stage.EndAsync(await stage.SubmitAsync("fault: stray-approval"));
        }

        var line = Assert.Single(Lines());
        Assert.Equal(
            ("alice", RunnerAudit.Question, null, "ctx", "refused"),
            (Text(line, "principal"), Text(line, "method"), Text(line, "task_id"), Text(line, "context_id"), Text(line, "outcome")));
    }

    [Fact]
    public async Task A_turn_and_a_command_that_the_sandbox_promise_forbids_are_told()
    {
        string turn, exec;
        await using (var stage = await StartAsync(("Codex:SandboxPromise", "require"), ("Codex:SandboxMode", "workspace-write")))
        {
            // The fake Codex runs commands without a sandbox.
            await stage.EndAsync(turn = await stage.SubmitAsync("hello"));
            await stage.EndAsync(exec = await stage.SubmitExecAsync("echo it"));
        }

        Assert.Equal(
            [$"runner.turn {turn} ctx SANDBOX_NOT_MET", $"runner.exec {exec} codex.exec:it SANDBOX_NOT_MET"],
            Lines().Select(line => $"{line["method"]} {line["task_id"]} {line["context_id"]} {line["outcome"]}"));
    }

    [Fact]
    public async Task A_turn_with_a_model_that_is_not_its_principals_is_told_and_one_with_a_model_that_is_none_is_not()
    {
        await using (var stage = await StartAsync(("Codex:Policies:alice:Models:0", "fake-small"), ("Codex:SandboxMode", "workspace-write")))
        {
            await stage.EndAsync(await stage.SubmitAsync("hello", metadata: Model("fake-model")));
            await stage.EndOfAsync(RunnerStage.Bob, await stage.SubmitOfAsync(RunnerStage.Bob, "hello", metadata: Model("no-such-model")));
        }

        Assert.Equal(["alice runner.turn MODEL_NOT_ALLOWED"], Lines().Select(line => $"{line["principal"]} {line["method"]} {line["outcome"]}"));
    }

    [Fact]
    public async Task What_nobody_can_answer_and_what_came_too_late_is_told()
    {
        await using (var stage = await StartAsync())
        {
            var audit = stage.Get<RunnerAudit>();
            var lease = new SessionLease(SessionId.Create(RunnerStage.Alice, "ctx"), RunnerStage.Alice, "ctx", "runner", 1);
            audit.Refused(lease, "task", "thread");
            audit.Answered(Question, new InterruptReply { Decision = InterruptDecision.Cancel }, isDelivered: false);
            audit.Failed(RunnerAudit.Turn, lease, "task", null, new TaskError("TURN_TIMEOUT", "It took long."));
            audit.Failed(RunnerAudit.Turn, lease, "task", null, null);
        }

        Assert.Equal(
            ["runner.question task thread   refused", "runner.question task thread int_1 cancel withdrawn"],
            Lines().Select(line => $"{line["method"]} {line["task_id"]} {line["thread_id"]} {line["request_id"]} {line["decision"]} {line["outcome"]}"));
        Assert.DoesNotContain("canary", await File.ReadAllTextAsync(Name, Stop), StringComparison.Ordinal);
    }

    private static Interrupt Question { get; } = new()
    {
        Id = "int_1",
        TaskId = "task",
        ContextId = "ctx",
        Owner = RunnerStage.Alice,
        Type = "permission",
        ThreadId = "thread",
        Details = new JsonObject { ["command"] = "echo canary" },
        Epoch = 1,
        AskedAt = DateTimeOffset.UnixEpoch,
        Deadline = DateTimeOffset.UnixEpoch,
    };

    private static JsonObject Model(string name) => new() { ["shared"] = new JsonObject { ["model"] = name } };

    private static string? Text(JsonObject line, string member) => (string?)line[member];

    private Task<RunnerStage> StartAsync(params (string Key, string Value)[] settings) => RunnerStage.StartAsync(settings: [("A2A:AuditFile", Name), .. settings]);

    private List<JsonObject> Lines() => [.. File.ReadAllLines(Name).Select(line => JsonNode.Parse(line)!.AsObject())];
}

using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Questions;

/// <summary>Decisions that Codex keeps beyond the thread, in its home: rules for commands, for hosts and for tools. They hold in the thread at once, and in every thread that is started later.</summary>
public sealed class DecisionTests(ManagedStage managed) : IClassFixture<ManagedStage>
{
    private readonly string _mark = $"d-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Stage Stage => managed.Stage;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rule_for_commands_holds_in_every_thread_for_what_begins_so(bool byMessage)
    {
        var asked = await AskedAsync(Touch($"{_mark} {_mark}-2"), "first");
        Assert.Equal(["touch", _mark, _mark + "-2"], Details(asked)["amendments"]!["execpolicy_amendment"]!.AsArray().Select(word => (string)word!));
        if (byMessage)
        {
            Assert.Contains("amend", asked.Status.Message!.Parts[0].Text!, StringComparison.Ordinal);
            await Stage.Client.SendAsync(A2AHttp.Message("Amend", taskId: asked.Id), Token);
        }
        else
        {
            await ReplyAsync(asked, new JsonObject
            {
                ["reply"] = "amend",
                ["amendment"] = new JsonObject { ["execpolicy_amendment"] = new JsonArray("touch", _mark, _mark + "-2") },
            });
        }

        Assert.Equal(TaskState.Completed, (await Stage.Client.EndAsync(asked.Id, Token)).Status.State);
        Assert.True(File.Exists(Path.Combine(Stage.Folder.Workspace, _mark + "-2")));
        foreach (var context in (string[])["first", "other"])
        {
            await UnaskedAsync(Touch($"{_mark} {_mark}-2 {_mark}-{context}"), context);
        }

        Assert.Equal(TaskState.Canceled, (await Stage.Client.CancelAsync((await AskedAsync(Touch($"{_mark}-4"), "second")).Id, Token)).Status.State);
    }

    [Fact]
    public async Task A_host_is_allowed_once_or_from_now_on()
    {
        var get = Get("127.0.0.1");
        var declined = await AskedAsync(get, "get");
        Assert.Equal(("127.0.0.1", "http"), ((string)Details(declined)["network"]!["host"]!, (string)Details(declined)["network"]!["protocol"]!));
        Assert.Equal(
            """[{"host":"127.0.0.1","action":"allow"},{"host":"127.0.0.1","action":"deny"}]""",
            Details(declined)["amendments"]!["network_policy_amendments"]!.ToJsonString());
        Assert.StartsWith("Codex wants to reach http://127.0.0.1", declined.Status.Message!.Parts[0].Text, StringComparison.Ordinal);
        await ReplyAsync(declined, new JsonObject { ["reply"] = "reject" });
        Assert.Contains("rejected by user", Ledger.Text(await EndAsync(declined)), StringComparison.Ordinal);

        var once = await AskedAsync(get, "get");
        // Which of the two rules a mere word would not say.
        var unclear = await QuestionTalk.ReplyAsync(Stage.Client, "a2a.interrupt.permission.reply", Interrupts.Question(once), new JsonObject { ["reply"] = "amend" });
        Assert.Equal(-32602, QuestionTalk.Error(unclear).Code);
        await ReplyAsync(once, new JsonObject { ["reply"] = "once" });
        Assert.Equal("The command said: 200", Ledger.Text(await EndAsync(once)));

        var kept = await AskedAsync(get, "get");
        await ReplyAsync(kept, Rule("127.0.0.1", "allow"));
        Assert.Equal("The command said: 200", Ledger.Text(await EndAsync(kept)));
        foreach (var context in (string[])["get", "other"])
        {
            Assert.Equal("The command said: 200", Ledger.Text(await UnaskedAsync(get, context)));
        }
    }

    [Fact]
    public async Task A_host_is_denied_from_now_on()
    {
        var get = Get("localhost");
        var asked = await AskedAsync(get, "get");
        await ReplyAsync(asked, Rule("localhost", "deny"));
        Assert.Contains("rejected by user", Ledger.Text(await EndAsync(asked)), StringComparison.Ordinal);
        Assert.Equal("rejected", (await QuestionTalk.LogAsync(Stage.Client, asked.Id))[Interrupts.Question(asked)]);

        foreach (var context in (string[])["get", "other"])
        {
            Assert.Contains("explicitly denied", Ledger.Text(await UnaskedAsync(get, context)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_tool_is_allowed_for_ever()
    {
        var kind = QuestionKinds.Of("tool");
        var asked = await AskedAsync(kind.Ask(Stage.Folder, _mark), "tool");
        Assert.Equal(["accept", "acceptForSession", "acceptAlways", "decline", "cancel"], Details(asked)["available_decisions"]!.AsArray().Select(one => (string)one!));

        await Stage.Client.SendAsync(A2AHttp.Message("approve always", taskId: asked.Id), Token);

        Assert.Equal(Granted.All, kind.Seen(Stage.Folder, _mark, await EndAsync(asked)));
        foreach (var context in (string[])["tool", "other"])
        {
            Assert.Equal(Granted.All, kind.Seen(Stage.Folder, _mark, await UnaskedAsync(kind.Ask(Stage.Folder, _mark), context)));
        }
    }

    private static string Touch(string files) => $"#escalate cmd=\"touch {files}\"";

    /// <summary>A request that goes through Codex's proxy to the scripted model.</summary>
    private string Get(string host) =>
        $"#shell cmd=\"curl -sS --noproxy none -m 20 http://{host}:{Stage.Model.BaseAddress.Port}/alive -o /dev/null -w %{{http_code}}\"";

    private static JsonObject Rule(string host, string action) => new()
    {
        ["reply"] = "amend",
        ["amendment"] = new JsonObject { ["network_policy_amendment"] = new JsonObject { ["host"] = host, ["action"] = action } },
    };

    private static JsonNode Details(AgentTask asked) => asked.Metadata!["shared"]!["interrupt"]!["details"]!;

    private async Task<AgentTask> AskedAsync(string text, string context)
    {
        var asked = await QuestionTalk.AskAsync(Stage.Client, text, _mark + context);
        Assert.True(asked.Status.State == TaskState.InputRequired, $"{asked.Status}\n{Ledger.Text(asked)}\n{Stage.Service.Output}");
        return asked;
    }

    private async Task<AgentTask> UnaskedAsync(string text, string context)
    {
        var task = await Stage.Client.SendAsync(A2AHttp.Message(text, _mark + context), Token);
        Assert.True(task.Status.State == TaskState.Completed, $"{context}: {task.Status}\n{Stage.Service.Output}");
        return task;
    }

    private async Task ReplyAsync(AgentTask asked, JsonObject reply)
    {
        var type = (string)asked.Metadata!["shared"]!["interrupt"]!["type"]!;
        var answer = await QuestionTalk.ReplyAsync(Stage.Client, $"a2a.interrupt.{type}.reply", Interrupts.Question(asked), reply);
        Assert.True((bool?)answer["result"]?["ok"], answer.ToJsonString());
    }

    private Task<AgentTask> EndAsync(AgentTask asked) => Stage.Client.EndAsync(asked.Id, Token);
}

/// <summary>A stage whose Codex also asks about hosts.</summary>
public sealed class ManagedStage : IAsyncLifetime
{
    private readonly ManagedCodex _codex = new();

    internal Stage Stage { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stage = await Stage.StartAsync(
        new Dictionary<string, string?>
        {
            ["Codex__Executable"] = _codex.Executable,
            // A thread that was started before knows nothing of a rule that another one took.
            ["Runner__PrestartedThreads"] = "0",
        },
        toml: ManagedCodex.Toml + QuestionKinds.Toml,
        cancellationToken: TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        _codex.Dispose();
    }
}

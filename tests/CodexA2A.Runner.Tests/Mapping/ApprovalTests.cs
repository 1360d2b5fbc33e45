using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Approvals;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class ApprovalTests
{
    [Fact]
    public void A_command_is_asked_about_in_words_and_with_all_details()
    {
        var draft = Ask(new CommandApprovalRequest(
            "c1", "command", Reason: "It needs the network.", Command: "/bin/bash -lc 'curl x'", Cwd: "/workspace/src",
            CommandActions: [new CommandAction("read", "cat a", "a", "/workspace/a")], ProposedExecpolicyAmendment: ["curl", "x"],
            AvailableDecisions: [Json("\"accept\""), Json("""{"acceptWithExecpolicyAmendment":{"execpolicy_amendment":["curl"]}}""")]));

        Assert.Equal("permission", draft.Type);
        Assert.False(draft.Secret);
        Assert.Equal("Codex wants to run: curl x\nin src\nbecause: It needs the network.\nReply approve, approve for session, deny or cancel.\nOr reply amend to allow from now on all that begins with: curl x", draft.Message);
        Assert.Equal("""{"execpolicy_amendment":["curl","x"]}""", draft.Details["amendments"]!.ToJsonString());
        Assert.Equal(draft.Message, (string?)draft.Details["display_message"]);
        Assert.Equal(("command_execution", "/bin/bash -lc 'curl x'", "src"), ((string)draft.Details["permission"]!, (string)draft.Details["command"]!, (string)draft.Details["cwd"]!));
        Assert.Equal("""["a"]""", draft.Details["patterns"]!.ToJsonString());
        Assert.Equal("""["curl x"]""", draft.Details["always"]!.ToJsonString());
        Assert.Equal("""["accept","acceptForSession","decline","cancel","acceptWithExecpolicyAmendment"]""", draft.Details["available_decisions"]!.ToJsonString());
    }

    [Fact]
    public void Network_access_names_the_host()
    {
        var draft = Ask(new CommandApprovalRequest("c1", Command: "curl", NetworkApprovalContext: new NetworkApprovalContext("example.com", "https")));

        Assert.StartsWith("Codex wants to reach https://example.com with: curl", draft.Message, StringComparison.Ordinal);
        Assert.Equal("example.com", (string?)draft.Details["network"]!["host"]);
    }

    [Fact]
    public void A_patch_is_asked_about_with_the_diff_of_the_item_before()
    {
        var played = new Played().Play(Codex.Started(new FileChangeItem(
            [new FileUpdateChange("/workspace/a.txt", new PatchChangeKind("update"), "@@\n-a\n+b\n+c\n"), new FileUpdateChange("/elsewhere/n.txt", new PatchChangeKind("add"), "x\n")],
            "inProgress")
        { Id = "f1" }));
        var draft = played.Mapper.Ask(new FileChangeApprovalRequest("f1", "outside", "/elsewhere"))!;

        Assert.Equal("Codex wants to change 2 files:\n- a.txt (+2 -1)\n- /elsewhere/n.txt (new, 1 line)\nand to write below /elsewhere for the rest of the session\nbecause: outside\nReply approve, approve for session, deny or cancel.", draft.Message);
        Assert.Equal("=== update a.txt\n@@\n-a\n+b\n+c\n=== add /elsewhere/n.txt\nx\n", (string?)draft.Details["diff"]);
        Assert.Equal("""["a.txt","/elsewhere/n.txt"]""", draft.Details["patterns"]!.ToJsonString());
    }

    [Fact]
    public void A_long_diff_is_bounded_and_an_unknown_one_left_out()
    {
        var played = new Played().Play(Codex.Started(new FileChangeItem([new FileUpdateChange("/workspace/a.txt", new PatchChangeKind("add"), new string('x', 200_000))]) { Id = "f1" }));

        Assert.InRange(((string)played.Mapper.Ask(new FileChangeApprovalRequest("f1"))!.Details["diff"]!).Length, 1_000, 33_000);
        Assert.Null(played.Mapper.Ask(new FileChangeApprovalRequest("other"))!.Details["diff"]);
    }

    [Fact]
    public void Questions_show_their_options_and_keep_secrets()
    {
        var draft = Ask(new UserInputRequest("q", [
            new UserInputQuestion("q1", "Choice", "Which colour?", true, false, [new UserInputOption("Blue", "Like the sky."), new UserInputOption("Green")]),
            new UserInputQuestion("q2", null, "The password?", IsSecret: true),
        ]));

        Assert.True(draft.Secret);
        Assert.Equal("question", draft.Type);
        Assert.Equal("Codex asks 2 questions:\n1. Which colour?\n   1) Blue: Like the sky.\n   2) Green\n2. The password?\nReply with one text part for each, in this order. The answer is secret: it is not stored.", draft.Message);
        Assert.Equal("Blue", (string?)draft.Details["questions"]![0]!["options"]![0]!["label"]);
        Assert.True((bool?)draft.Details["questions"]![1]!["is_secret"]);
    }

    [Fact]
    public void Rights_forms_and_mcp_tools_are_asked_about()
    {
        var rights = Ask(new PermissionsApprovalRequest("p", "/workspace", "to fetch", new RequestedPermissions(Json("""{"enabled":true}"""))));
        Assert.Equal("permissions", rights.Type);
        Assert.True((bool?)rights.Details["permissions"]!["network"]!["enabled"]);

        var tool = Ask(new ElicitationRequest("lab", "form", "Allow?", Json("{}"), Meta: Json("""{"codex_approval_kind":"mcp_tool_call","tool_name":"measure","tool_params":{"x":1}}""")));
        Assert.Equal("elicitation", tool.Type);
        Assert.StartsWith("Codex wants to use measure of lab.\nwith: {\"x\":1}\nReply approve", tool.Message, StringComparison.Ordinal);

        var form = Ask(new ElicitationRequest("lab", "form", "Your name?", Json("""{"type":"object","required":["name"]}""")));
        Assert.Contains("lab asks: Your name?", form.Message, StringComparison.Ordinal);
        Assert.Equal("name", (string?)form.Details["requested_schema"]!["required"]![0]);

        var url = Ask(new ElicitationRequest("lab", "url", "Log in", Url: "https://x.example", ElicitationId: "e1"));
        Assert.Contains("Open https://x.example", url.Message, StringComparison.Ordinal);
        Assert.Equal("e1", (string?)url.Details["elicitation_id"]);

        Assert.Null(new Played().Mapper.Ask(new DynamicToolCallRequest("d")));
    }

    [Fact]
    public void An_open_interrupt_is_input_required_and_its_end_is_working()
    {
        var played = new Played();
        var one = Asked("r1", "Codex wants to run: one");
        played.Add(played.Mapper.InputRequired(one, [one], Codex.Now));
        Assert.Equal(TaskState.InputRequired, played.Task.Status.State);
        Assert.Equal("Codex wants to run: one", played.Task.Status.Message!.Parts[0].Text);
        var shared = played.Statuses.Last().Metadata!["shared"]!;
        Assert.Equal(("interrupt", "r1", "permission", "asked"), ((string)shared["stream"]!["source"]!, (string)shared["interrupt"]!["request_id"]!, (string)shared["interrupt"]!["type"]!, (string)shared["interrupt"]!["phase"]!));
        Assert.Equal("ls", (string?)shared["interrupt"]!["details"]!["command"]);

        played.Add(played.Mapper.InputResolved(one with { Status = InterruptStatus.Answered, Reply = new() { Decision = InterruptDecision.Deny } }, [], Codex.Now));
        Assert.Equal(TaskState.Working, played.Task.Status.State);
        Assert.Equal("""{"request_id":"r1","type":"permission","phase":"resolved","resolution":"rejected"}""", played.Task.Metadata!["shared"]!["interrupt"]!.ToJsonString());
        Assert.Equal("[]", played.Task.Metadata["shared"]!["interrupts"]!.ToJsonString());
    }

    [Fact]
    public void With_several_open_the_message_lists_them_and_the_task_waits_until_the_last()
    {
        var played = new Played();
        var (one, two) = (Asked("r1", "first?"), Asked("r2", "second?"));
        played.Add(played.Mapper.InputRequired(one, [one], Codex.Now)).Add(played.Mapper.InputRequired(two, [one, two], Codex.Now));
        var text = played.Task.Status.Message!.Parts[0].Text!;
        Assert.Contains("request_id r1:\nfirst?", text, StringComparison.Ordinal);
        Assert.Contains("request_id r2:\nsecond?", text, StringComparison.Ordinal);
        Assert.Equal(2, played.Task.Metadata!["shared"]!["interrupts"]!.AsArray().Count);

        played.Add(played.Mapper.InputResolved(two with { Status = InterruptStatus.Answered }, [one], Codex.Now));
        Assert.Equal(TaskState.InputRequired, played.Task.Status.State);
        Assert.Equal("first?", played.Task.Status.Message!.Parts[0].Text);
        Assert.Equal("replied", (string?)played.Task.Metadata!["shared"]!["interrupt"]!["resolution"]);

        // A task that has ended asks nothing.
        played.Finish(TurnOutcome.Canceled());
        Assert.Empty(played.Task.Metadata!["shared"]!["interrupts"]!.AsArray());
        Assert.Equal("""{"request_id":"r1","type":"permission","phase":"resolved","resolution":"withdrawn"}""", played.Task.Metadata["shared"]!["interrupt"]!.ToJsonString());
    }

    [Theory]
    [InlineData(InterruptStatus.Expired, "expired")]
    [InlineData(InterruptStatus.Superseded, "superseded")]
    [InlineData(InterruptStatus.Withdrawn, "withdrawn")]
    [InlineData(InterruptStatus.Answered, "replied")]
    public void The_resolution_says_how_it_ended(InterruptStatus status, string word) =>
        Assert.Equal(word, InterruptStatuses.Resolution(Asked("r", "x") with { Status = status }));

    private static Interrupt Asked(string id, string message) => new()
    {
        Id = id,
        TaskId = Codex.Identity.TaskId,
        ContextId = Codex.Identity.ContextId,
        Owner = new Owner("", "user"),
        Type = "permission",
        Details = new JsonObject { ["command"] = "ls", ["display_message"] = message },
        Epoch = 1,
        AskedAt = Codex.Now,
        Deadline = Codex.Now.AddHours(1),
    };

    private static InterruptDraft Ask(ServerRequest request) => new Played().Mapper.Ask(request)!;

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}

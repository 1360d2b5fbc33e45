using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Approvals;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class InterruptAnswerTests
{
    private static readonly UserInputRequest Questions = new("q", [
        new UserInputQuestion("colour", Options: [new UserInputOption("Blue"), new UserInputOption("Green")]),
        new UserInputQuestion("name"),
    ]);

    private static readonly ElicitationRequest Tool = new("lab", "form", Meta: Json("""{"codex_approval_kind":"mcp_tool_call"}"""));
    private static readonly ElicitationRequest Form = new("lab", "form", RequestedSchema: Json("""{"required":["name"]}"""));
    private static readonly PermissionsApprovalRequest Rights = new("p", Permissions: new RequestedPermissions(Json("""{"enabled":true}""")));

    [Theory]
    [InlineData(InterruptDecision.Approve, "accept", false)]
    [InlineData(InterruptDecision.ApproveForSession, "acceptForSession", false)]
    [InlineData(InterruptDecision.Deny, "decline", false)]
    [InlineData(InterruptDecision.Cancel, "cancel", true)]
    public void A_permission_is_answered_in_codexs_words(InterruptDecision decision, string word, bool ends)
    {
        var reply = new InterruptReply { Decision = decision };
        var command = InterruptAnswers.From(new CommandApprovalRequest("c"), reply);
        var patch = InterruptAnswers.From(new FileChangeApprovalRequest("f"), reply);

        Assert.Equal((word, ends, false), (((CommandApprovalResponse)command.Response).Decision.Name, command.EndsTurn, command.NeedsInterrupt));
        Assert.Equal((word, ends, false), (((FileChangeApprovalResponse)patch.Response).Decision, patch.EndsTurn, patch.NeedsInterrupt));
    }

    [Fact]
    public void A_permission_without_a_decision_is_declined() =>
        Assert.Equal("decline", ((CommandApprovalResponse)InterruptAnswers.From(new CommandApprovalRequest("c"), new InterruptReply()).Response).Decision.Name);

    [Fact]
    public void Nobody_answered_means_no_for_every_type()
    {
        Assert.Equal("decline", ((CommandApprovalResponse)InterruptAnswers.Expired(new CommandApprovalRequest("c")).Response).Decision.Name);
        Assert.Equal("decline", ((FileChangeApprovalResponse)InterruptAnswers.Expired(new FileChangeApprovalRequest("f")).Response).Decision);
        Assert.Empty(((UserInputResponse)InterruptAnswers.Expired(Questions).Response).Answers);
        Assert.Equal(new RequestedPermissions(), ((PermissionsApprovalResponse)InterruptAnswers.Expired(Rights).Response).Permissions);
        Assert.Equal("decline", ((ElicitationResponse)InterruptAnswers.Expired(Tool).Response).Action);
        Assert.False(InterruptAnswers.Expired(Questions).EndsTurn);
    }

    [Fact]
    public void Answers_by_position_become_answers_by_id_and_options_their_labels()
    {
        var answers = Answers([["2", "blue"], ["Ada", "7"]]);
        Assert.Equal(["Green", "Blue"], answers["colour"]);
        Assert.Equal(["Ada", "7"], answers["name"]);
        Assert.Equal(["colour"], Answers([["something else"]]).Keys);
        Assert.Equal(["3"], Answers([["3"]])["colour"]);
    }

    [Theory]
    [InlineData(InterruptDecision.Deny, false)]
    [InlineData(InterruptDecision.Cancel, true)]
    public void A_question_can_be_refused(InterruptDecision decision, bool interrupt)
    {
        var answer = InterruptAnswers.From(Questions, new InterruptReply { Decision = decision, Answers = [["Blue"]] });
        Assert.Empty(((UserInputResponse)answer.Response).Answers);
        Assert.Equal((interrupt, interrupt), (answer.EndsTurn, answer.NeedsInterrupt));
    }

    [Fact]
    public void Rights_are_granted_as_asked_or_less_never_more()
    {
        var all = Grant(new InterruptReply { Decision = InterruptDecision.Approve });
        Assert.Equal(("""{"enabled":true}""", "turn"), (all.Permissions.Network!.Value.GetRawText(), all.Scope));
        Assert.Equal("session", Grant(new InterruptReply { Decision = InterruptDecision.ApproveForSession }).Scope);

        var more = Grant(new InterruptReply { Permissions = (JsonObject)JsonNode.Parse("""{"network":{"enabled":true},"fileSystem":{"write":["/"]}}""")!, Scope = "session" });
        Assert.NotNull(more.Permissions.Network);
        Assert.Null(more.Permissions.FileSystem);
        Assert.Equal("session", more.Scope);

        Assert.Null(Grant(new InterruptReply { Decision = InterruptDecision.Deny }).Permissions.Network);
        Assert.Null(Grant(new InterruptReply()).Permissions.Network);
    }

    [Fact]
    public void An_mcp_tool_is_allowed_once_or_for_the_session()
    {
        Assert.Equal("""{"action":"accept","content":{},"_meta":null}""", Elicit(Tool, new InterruptReply { Decision = InterruptDecision.Approve }));
        Assert.Equal("""{"action":"accept","content":{},"_meta":{"persist":"session"}}""", Elicit(Tool, new InterruptReply { Decision = InterruptDecision.ApproveForSession }));
        Assert.Equal("""{"action":"decline","content":null,"_meta":null}""", Elicit(Tool, new InterruptReply { Decision = InterruptDecision.Deny }));
        Assert.Equal("""{"action":"cancel","content":null,"_meta":null}""", Elicit(Tool, new InterruptReply { Decision = InterruptDecision.Cancel }));
    }

    [Fact]
    public void A_form_is_answered_by_its_content_and_not_by_a_mere_yes()
    {
        Assert.Equal("""{"action":"accept","content":{"name":"Ada"},"_meta":null}""", Elicit(Form, new InterruptReply { Content = new JsonObject { ["name"] = "Ada" } }));
        Assert.StartsWith("""{"action":"decline""", Elicit(Form, new InterruptReply { Decision = InterruptDecision.Approve }), StringComparison.Ordinal);
        Assert.Equal("""{"action":"accept","content":{},"_meta":null}""", Elicit(new ElicitationRequest("lab", "form"), new InterruptReply { Decision = InterruptDecision.Approve }));
    }

    /// <summary>Whoever sends a person to an address wants to know whether they agreed, and has no place for content.</summary>
    [Theory]
    [InlineData(InterruptDecision.Approve, "accept", false)]
    [InlineData(InterruptDecision.ApproveForSession, "accept", false)]
    [InlineData(InterruptDecision.Deny, "decline", false)]
    [InlineData(InterruptDecision.Cancel, "cancel", true)]
    [InlineData(null, "decline", false)]
    public void An_address_is_answered_by_a_yes_or_a_no_without_content(InterruptDecision? decision, string action, bool ends)
    {
        var request = new ElicitationRequest("lab", "url", "Log in", Url: "https://x.example", ElicitationId: "e1");
        var reply = new InterruptReply { Decision = decision };
        Assert.Equal($$"""{"action":"{{action}}","content":null,"_meta":null}""", Elicit(request, reply));
        Assert.Equal(ends, InterruptAnswers.From(request, reply).EndsTurn);
        Assert.Equal("""{"action":"decline","content":null,"_meta":null}""", JsonSerializer.Serialize((ElicitationResponse)InterruptAnswers.Expired(request).Response, AppServerJson.Default.ElicitationResponse));
    }

    [Fact]
    public void Rights_are_narrowed_by_value_and_denials_stay()
    {
        var asked = new PermissionsApprovalRequest("p", Permissions: new RequestedPermissions(
            Json("""{"enabled":false}"""),
            Json("""{"entries":[{"path":{"type":"path","path":"/a"},"access":"write"},{"path":{"type":"path","path":"/a/x"},"access":"deny"}]}""")));
        var reply = new InterruptReply { Permissions = (JsonObject)JsonNode.Parse("""{"network":{"enabled":true},"file_system":{"read":["/a"],"write":["/a/b","/etc"]}}""")! };
        var granted = ((PermissionsApprovalResponse)InterruptAnswers.From(asked, reply).Response).Permissions;

        Assert.Null(granted.Network);
        Assert.Equal(
            """{"entries":[{"path":{"type":"path","path":"/a"},"access":"read"},{"path":{"type":"path","path":"/a/x"},"access":"deny"}]}""",
            granted.FileSystem!.Value.GetRawText());
    }

    [Theory]
    [InlineData("allow", InterruptDecision.Approve, true)]
    [InlineData("deny", InterruptDecision.Deny, true)]
    [InlineData("allow", InterruptDecision.Deny, false)]
    [InlineData("other", InterruptDecision.Approve, false)]
    public void Only_a_proposed_rule_is_taken(string action, InterruptDecision decision, bool taken)
    {
        var request = new CommandApprovalRequest("c", ProposedNetworkPolicyAmendments: [new("h", "allow"), new("h", "deny")]);
        var answer = Decide(request, new InterruptReply { Decision = decision, Amendment = new InterruptAmendment("h", action) });

        Assert.Equal(taken ? action : null, answer.NetworkPolicyAmendment?.Action);
        Assert.Equal(taken ? "applyNetworkPolicyAmendment" : decision == InterruptDecision.Approve ? "accept" : "decline", answer.Name);
    }

    [Fact]
    public void The_rule_for_commands_is_the_proposed_one_also_where_only_the_decisions_have_it()
    {
        var reply = new InterruptReply { Decision = InterruptDecision.Approve, Amendment = new InterruptAmendment() };
        Assert.Equal(["ls"], Decide(new CommandApprovalRequest("c", ProposedExecpolicyAmendment: ["ls"]), reply).ExecpolicyAmendment!);
        Assert.Equal(
            ["rm", "a"],
            Decide(new CommandApprovalRequest("c", AvailableDecisions: [Json("""{"acceptWithExecpolicyAmendment":{"execpolicy_amendment":["rm","a"]}}""")]), reply).ExecpolicyAmendment!);
        Assert.Equal("accept", Decide(new CommandApprovalRequest("c"), reply).Name);
    }

    [Theory]
    [InlineData("""["session","always"]""", "always", "always")]
    [InlineData("""["session","always"]""", null, "session")]
    [InlineData("""["session"]""", "always", "session")]
    [InlineData("""[]""", "always", null)]
    public void A_tool_is_allowed_for_as_long_as_it_offers(string persist, string? scope, string? sent)
    {
        var tool = new ElicitationRequest("lab", "form", Meta: Json($$"""{"codex_approval_kind":"mcp_tool_call","persist":{{persist}}}"""));
        var text = Elicit(tool, new InterruptReply { Decision = InterruptDecision.ApproveForSession, Scope = scope });
        Assert.Equal(sent is null ? """{"action":"accept","content":{},"_meta":null}""" : $$$"""{"action":"accept","content":{},"_meta":{"persist":"{{{sent}}}"}}""", text);
    }

    [Fact]
    public void A_request_that_is_no_interrupt_is_the_callers_fault() =>
        Assert.Throws<ArgumentException>(() => InterruptAnswers.Expired(new DynamicToolCallRequest("d")));

    private static CommandApprovalDecision Decide(CommandApprovalRequest request, InterruptReply reply) =>
        ((CommandApprovalResponse)InterruptAnswers.From(request, reply).Response).Decision;

    private static PermissionsApprovalResponse Grant(InterruptReply reply) => (PermissionsApprovalResponse)InterruptAnswers.From(Rights, reply).Response;

    private static Dictionary<string, IReadOnlyList<string>> Answers(IReadOnlyList<IReadOnlyList<string>> given) =>
        ((UserInputResponse)InterruptAnswers.From(Questions, new InterruptReply { Answers = given }).Response).Answers.ToDictionary(a => a.Key, a => a.Value.Answers);

    private static string Elicit(ElicitationRequest request, InterruptReply reply) =>
        JsonSerializer.Serialize((ElicitationResponse)InterruptAnswers.From(request, reply).Response, AppServerJson.Default.ElicitationResponse);

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}

using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Answers;

public sealed class InterruptAnswerTests
{
    [Theory]
    [InlineData("approve", InterruptDecision.Approve)]
    [InlineData("YES", InterruptDecision.Approve)]
    [InlineData("  Approve for session \n", InterruptDecision.ApproveForSession)]
    [InlineData("deny", InterruptDecision.Deny)]
    [InlineData("No", InterruptDecision.Deny)]
    [InlineData("cancel", InterruptDecision.Cancel)]
    public void The_whole_text_is_one_of_the_words(string text, InterruptDecision decision)
    {
        Assert.Equal(decision, Read("permission", text).Decision);
        Assert.Equal(decision, Read("permissions", text).Decision);
        Assert.Equal(decision, Read("elicitation", text).Decision);
    }

    [Theory]
    [InlineData("yes, but only once")]
    [InlineData("approved")]
    [InlineData("y")]
    [InlineData("ok")]
    [InlineData("approve  for session")]
    [InlineData("yes.")]
    public void Anything_else_is_refused(string text)
    {
        var error = Assert.Throws<A2AException>(() => Read("permission", text));
        Assert.Equal("message.parts", error.FieldViolations.Single().Field);
        Assert.Contains("approve for session", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_beside_something_else_are_refused() =>
        Assert.Throws<A2AException>(() => InterruptAnswer.Read(Asked("permission"), Say(Part.FromText("yes"), Part.FromRaw(new byte[1], "image/png"))));

    [Fact]
    public void A_question_takes_any_text_and_several_one_part_each()
    {
        Assert.Equal("cancel", Read("question", " cancel ").Answers!.Single().Single());
        var two = Asked("question") with { Details = new JsonObject { ["questions"] = new JsonArray(new JsonObject(), new JsonObject()) } };
        Assert.Equal(["a", "b"], InterruptAnswer.Read(two, Say(Part.FromText("a"), Part.FromText("b"))).Answers!.Select(answers => answers.Single()));
        Assert.Throws<A2AException>(() => InterruptAnswer.Read(two, Say(Part.FromText("a"))));
    }

    [Fact]
    public void A_form_is_one_data_part() => Assert.Equal(
        "red", (string)InterruptAnswer.Read(Asked("elicitation"), Say(Part.FromData(new JsonObject { ["color"] = "red" }))).Content!["color"]!);

    [Fact]
    public void One_data_part_says_what_the_method_would()
    {
        var asked = Asked("permission") with { Details = Json("""{"amendments":{"network_policy_amendments":[{"host":"h","action":"allow"},{"host":"h","action":"deny"}]}}""") };
        var taken = InterruptAnswer.Read(asked, Data("""{"reply":"amend","amendment":{"network_policy_amendment":{"host":"h","action":"deny"}}}"""));
        Assert.Equal((InterruptDecision.Deny, new InterruptAmendment("h", "deny")), (taken.Decision, taken.Amendment));
        Assert.Throws<A2AException>(() => InterruptAnswer.Read(asked, Say(Part.FromText("amend"))));

        var rights = Asked("permissions") with { Details = Json("""{"permissions":{"network":{"enabled":false}}}""") };
        Assert.Equal("message.parts[0].data.permissions.network.enabled", Field(rights, Data("""{"permissions":{"network":{"enabled":true}}}""")));
        Assert.Equal("turn", InterruptAnswer.Read(rights, Data("""{"permissions":{},"scope":"turn"}""")).Scope);
    }

    [Fact]
    public void A_tool_is_allowed_always_only_where_it_offers_that()
    {
        var tool = Asked("elicitation") with { Details = Json("""{"meta":{"codex_approval_kind":"mcp_tool_call","persist":["session","always"]}}""") };
        var reply = InterruptAnswer.Read(tool, Say(Part.FromText("approve always")));
        Assert.Equal((InterruptDecision.ApproveForSession, "always"), (reply.Decision, reply.Scope));
        Assert.Equal("always", InterruptAnswer.Read(tool, Data("""{"action":"accept","persist":"always"}""")).Scope);
        var once = tool with { Details = Json("""{"meta":{"codex_approval_kind":"mcp_tool_call"}}""") };
        Assert.Equal("message.parts", Field(once, Say(Part.FromText("approve always"))));
        Assert.Equal("message.parts[0].data.persist", Field(once, Data("""{"action":"accept","persist":"always"}""")));
    }

    [Theory]
    [InlineData("""{"type":"string","minLength":2}""", "\"ab\"", "\"a\"")]
    [InlineData("""{"type":"string","enum":["a","b"]}""", "\"a\"", "\"c\"")]
    [InlineData("""{"type":"string","oneOf":[{"const":"a","title":"A"}]}""", "\"a\"", "\"A\"")]
    [InlineData("""{"type":"string","format":"email"}""", "\"a@b.example\"", "\"a\"")]
    [InlineData("""{"type":"string","format":"uri"}""", "\"https://b.example\"", "\"b\"")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2026-01-31\"", "\"2026-02-31\"")]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2026-01-31T12:00:00Z\"", "\"2026-01-31\"")]
    [InlineData("""{"type":"number","minimum":1}""", "1.5", "0.5")]
    [InlineData("""{"type":"integer"}""", "2", "2.5")]
    [InlineData("""{"type":"boolean"}""", "true", "\"true\"")]
    [InlineData("""{"type":"array","minItems":1,"items":{"type":"string","enum":["a"]}}""", "[\"a\"]", "[\"b\"]")]
    public void A_form_is_checked_by_its_schema(string schema, string right, string wrong)
    {
        var form = Asked("elicitation") with { Details = Json($$$"""{"mode":"form","requested_schema":{"properties":{"x":{{{schema}}}},"required":["x"]}}""") };
        Assert.NotNull(InterruptAnswer.Read(form, Data($$$"""{"x":{{{right}}}}""")).Content);
        Assert.Equal("message.parts[0].data.x", Field(form, Data($$$"""{"x":{{{wrong}}}}""")));
        Assert.Equal("message.parts[0].data.x", Field(form, Data("{}")));
        Assert.Equal("message.parts[0].data.x", Field(form, Say(Part.FromText("yes"))));
        Assert.Equal("message.parts[0].data.y", Field(form, Data($$$"""{"x":{{{right}}},"y":1}""")));
    }

    private static string Field(Interrupt interrupt, Message message) =>
        Assert.Throws<A2AException>(() => InterruptAnswer.Read(interrupt, message)).FieldViolations[0].Field;

    private static Message Data(string json) => Say(Part.FromData(Json(json)));

    private static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;

    private static InterruptReply Read(string type, string text) => InterruptAnswer.Read(Asked(type), Say(Part.FromText(text)));

    private static Message Say(params Part[] parts) => new() { MessageId = "m", Role = Role.User, Parts = parts };

    private static Interrupt Asked(string type) => new()
    {
        Id = "i",
        TaskId = "t",
        ContextId = "c",
        Owner = new Owner("", "p"),
        Type = type,
        Details = [],
        Epoch = 1,
        AskedAt = DateTimeOffset.UnixEpoch,
        Deadline = DateTimeOffset.UnixEpoch,
    };
}

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

using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Approvals;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class AnswerWordsTests
{
    private static readonly Message Said = new() { MessageId = "m", Role = Role.User, Parts = [Part.FromText("the word")] };

    [Fact]
    public void Working_says_the_answer() =>
        Assert.Equal(["Working the word"], Texts(AnswerWords.Into([Status(TaskState.Working, null)], Said, secret: false)));

    [Fact]
    public void Input_required_comes_after_a_status_that_says_the_answer() => Assert.Equal(
        ["InputRequired the word", "InputRequired still open"],
        Texts(AnswerWords.Into([Status(TaskState.InputRequired, "still open")], Said, secret: false)));

    [Theory]
    [InlineData(TaskState.Working)]
    [InlineData(TaskState.InputRequired)]
    public void A_secret_answer_is_hidden(TaskState state) =>
        Assert.Equal($"{state} [secret]", Texts(AnswerWords.Into([Status(state, "q")], Said, secret: true))[0]);

    private static MappedEvent Status(TaskState state, string? text) => new(StreamResponse.FromStatusUpdate(new TaskStatusUpdateEvent
    {
        TaskId = "t",
        ContextId = "c",
        Status = new TaskStatus
        {
            State = state,
            Message = text is null ? null : new Message { MessageId = "s", Role = Role.Agent, Parts = [Part.FromText(text)] },
        },
    }), IsTextDelta: false);

    private static string[] Texts(IReadOnlyList<MappedEvent> events) =>
        [.. events.Select(mapped => mapped.Event.StatusUpdate!.Status).Select(status => $"{status.State} {status.Message!.Parts[0].Text}")];
}

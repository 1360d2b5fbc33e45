using System.Text;

namespace CodexA2A.Tasks.Tests;

/// <summary>Commands as release 0.1 stores them: tests/fixtures/seam/commands-0.1.jsonl is what later releases must read.</summary>
public sealed class CommandJsonTests
{
    private static readonly Owner Alice = new("", "alice");

    private static readonly TurnCommand[] Commands =
    [
        new RunTurn
        {
            TaskId = "p17-1",
            Owner = Alice,
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            TraceState = "vendor=1",
            SubmitId = "s1",
            Request = new SendMessageRequest { Message = new Message { MessageId = "m1", Role = Role.User, ContextId = "c1", TaskId = "p17-1", Parts = [Part.FromText("hello")] } },
            Binding = new SessionBinding("thread-1", "home-1", Explicit: true),
            AcceptedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Blocking = true,
        },
        new CancelTurn { TaskId = "p17-1", Owner = Alice },
        new AnswerInterrupt { TaskId = "p17-1", Owner = Alice, InterruptId = "int_1", Reply = new InterruptReply { Decision = InterruptDecision.Approve } },
        new ExpireInterrupt { TaskId = "p17-1", Owner = Alice, InterruptId = "int_1" },
        new SteerTurn { TaskId = "p17-1", Owner = Alice, SubmitId = "s2", Message = new Message { MessageId = "m2", Role = Role.User, Parts = [Part.FromText("more")] } },
    ];

    [Fact]
    public void What_release_0_1_wrote_is_read()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "fixtures", "seam", "commands-0.1.jsonl"));
        Assert.Equal(Commands.Length, lines.Length);
        Assert.All(lines.Zip(Commands), pair =>
        {
            var read = CommandJson.Read(Encoding.UTF8.GetBytes(pair.First), "p17-1", Alice);
            Assert.Equal(pair.Second.GetType(), read.GetType());
            Assert.Equal(Json(pair.Second), Json(read));
        });
    }

    [Fact]
    public void What_is_written_is_what_release_0_1_reads()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "fixtures", "seam", "commands-0.1.jsonl"));
        Assert.Equal(lines, Commands.Select(Json));
    }

    [Fact]
    public void A_command_of_a_callers_is_a_turn_to_a_release_that_does_not_know_it()
    {
        var run = new RunExec
        {
            TaskId = "p17-1",
            Owner = Alice,
            SubmitId = "s1",
            AcceptedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            ProcessId = "mine",
            Line = "sh -c true",
            Command = ["sh", "-c", "true"],
            Tty = true,
            Rows = 24,
            Cols = 80,
            OutputBytesCap = 1024,
            TimeoutMs = 500,
        };
        var json = Json(run);
        Assert.Equal(json, Json(Assert.IsType<RunExec>(CommandJson.Read(Encoding.UTF8.GetBytes(json), "p17-1", Alice))));
        var unknown = Assert.IsType<UnknownCommand>(CommandJson.Read(Encoding.UTF8.GetBytes(json.Replace("\"exec\"", "\"later\"", StringComparison.Ordinal)), "p17-1", Alice));
        Assert.Equal(("later", true), (unknown.Kind, unknown.IsTurn));
    }

    [Theory]
    [InlineData("", "unreadable")]
    [InlineData("""{"k":"later""", "unreadable")]
    [InlineData("""{"k":"run"}""", "run")]
    [InlineData("""{"taskId":"p17-1","owner":{"tenant":"","principal":"alice"}}""", "unreadable")]
    [InlineData("""[]""", "unreadable")]
    [InlineData("""{"k":7,"taskId":"p17-1","owner":{}}""", "unreadable")]
    [InlineData("""{"k":"cancel","taskId":"p17-1","owner":"me"}""", "cancel")]
    [InlineData("""{"k":"cancel","taskId":"p17-1","owner":null}""", "cancel")]
    [InlineData("""{"k":"later","taskId":"p17-1","schema":"2"}""", "later")]
    [InlineData("""{"k":"cancel","taskId":"p17-2","owner":{"tenant":"","principal":"alice"}}""", "cancel")]
    public void What_cannot_be_read_is_a_command_to_pass_over(string text, string kind)
    {
        var read = Assert.IsType<UnknownCommand>(CommandJson.Read(Encoding.UTF8.GetBytes(text), "p17-1", Alice));
        Assert.Equal((kind, "p17-1", Alice), (read.Kind, read.TaskId, read.Owner));
    }

    [Fact]
    public void What_is_too_deep_is_passed_over_too() =>
        Assert.Equal("unreadable", Assert.IsType<UnknownCommand>(CommandJson.Read(Encoding.UTF8.GetBytes(new string('[', 200) + new string(']', 200)), "p17-1", Alice)).Kind);

    private static string Json(TurnCommand command) => Encoding.UTF8.GetString(SeamJson.Serialize(command));
}

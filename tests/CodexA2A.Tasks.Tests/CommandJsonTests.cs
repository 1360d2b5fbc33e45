using System.Text;
using System.Text.Json;

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
            var read = CommandJson.Read(Encoding.UTF8.GetBytes(pair.First));
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

    [Theory]
    [InlineData("""{"k":"run"}""")]
    [InlineData("""{"taskId":"t","owner":{"tenant":"","principal":"alice"}}""")]
    [InlineData("""[]""")]
    [InlineData("""{"k":7,"taskId":"t","owner":{}}""")]
    public void What_no_release_writes_is_refused(string text) =>
        Assert.Throws<JsonException>(() => CommandJson.Read(Encoding.UTF8.GetBytes(text)));

    private static string Json(TurnCommand command) => Encoding.UTF8.GetString(SeamJson.Serialize(command));
}

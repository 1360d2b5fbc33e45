using System.Text;
using CodexA2A.Cli.Rendering;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Cli.Tests.Rendering;

/// <summary>Recorded streams of the real service in, what a person sees out. CODEXA2A_REGENERATE=1 writes the expected texts anew.</summary>
public sealed class TurnPrinterTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("shell")]
    [InlineData("patch")]
    [InlineData("plan")]
    [InlineData("approval")]
    [InlineData("denied")]
    [InlineData("failed")]
    [InlineData("cut")]
    public void A_recorded_turn_is_printed_as_expected(string name) => Compare($"{name}.txt", Printed(Recorded(name), colour: false));

    [Fact]
    public void Colours_mark_what_is_what() => Compare("demo.ansi.txt", Printed(Recorded("demo"), colour: true));

    [Fact]
    public void A_snapshot_after_a_gap_prints_only_what_is_new()
    {
        var task = new AgentTask
        {
            Id = Client.Events.TaskId,
            ContextId = "c1",
            Status = new TaskStatus { State = TaskState.Working },
            Artifacts = [new Artifact { ArtifactId = "answer-1", Name = "answer", Parts = [Part.FromText("Hello "), Part.FromText("there")] }],
        };
        var printed = Printed(
            [
                Client.Events.Task(TaskState.Submitted), Client.Events.Text("Hello ", append: false), StreamResponse.FromTask(task),
                Client.Events.Text(", you"), Client.Events.Status(TaskState.Completed),
            ],
            colour: false);
        Assert.Equal($"task {Client.Events.TaskId}  context c1\n\nHello there, you\ncompleted\n", printed);
    }

    [Fact]
    public void The_place_in_the_queue_is_shown()
    {
        var queued = new AgentTask
        {
            Id = "t",
            ContextId = "c",
            Status = new TaskStatus
            {
                State = TaskState.Submitted,
                Message = new Message { MessageId = "m", Role = Role.Agent, Parts = [Part.FromText("Queued: 1 turn of this context comes first.")] },
            },
        };
        Assert.Equal("task t  context c\nQueued: 1 turn of this context comes first.\n", Printed([StreamResponse.FromTask(queued)], colour: false));
    }

    [Fact]
    public void Artifacts_of_other_agents_are_shown_as_text()
    {
        var update = new TaskArtifactUpdateEvent
        {
            TaskId = "t",
            ContextId = "c",
            Artifact = new Artifact
            {
                ArtifactId = "x",
                Parts =
                [
                    Part.FromText("text\n"), Part.FromUrl("https://x.example/i.png", "image/png"),
                    Part.FromRaw(new byte[] { 1, 2 }, filename: "b.bin"), Part.FromData(System.Text.Json.Nodes.JsonNode.Parse("""{"a":[1]}""")!),
                ],
            },
        };
        Assert.Equal(
            "text\n[image/png: https://x.example/i.png]\n[b.bin: 2 bytes]\n{\"a\":[1]}\n",
            Printed([StreamResponse.FromArtifactUpdate(update)], colour: false));
    }

    private static string Printed(IEnumerable<StreamResponse> events, bool colour)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var printer = new TurnPrinter(new TerminalWriter(text, colour));
        foreach (var e in events)
        {
            printer.Print(e);
        }

        return text.ToString();
    }

    private static IEnumerable<StreamResponse> Recorded(string name) =>
        File.ReadLines(Fixture($"{name}.jsonl")).Select(line => A2AJson.Deserialize<StreamResponse>(Encoding.UTF8.GetBytes(line)));

    private static void Compare(string file, string printed)
    {
        if (Environment.GetEnvironmentVariable("CODEXA2A_REGENERATE") == "1")
        {
            File.WriteAllText(Fixture(file), printed);
        }

        Assert.Equal(File.ReadAllText(Fixture(file)), printed);
    }

    private static string Fixture(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CodexA2A.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not lie inside the repository.");
        }

        return Path.Combine(folder.FullName, "tests", "fixtures", "cli", file);
    }
}

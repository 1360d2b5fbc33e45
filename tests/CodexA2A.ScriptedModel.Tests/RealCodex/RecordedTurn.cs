using System.Text.Json;

namespace CodexA2A.ScriptedModel.Tests.RealCodex;

/// <summary>A turn whose lines are kept in tests/fixtures/app-server.</summary>
/// <param name="Message">What the user says.</param>
internal sealed record RecordedTurn(string Message)
{
    private const string Accept = """{"decision":"accept"}""";

    private const string Allow = """{"action":"accept","content":{},"_meta":null}""";

    private const string Dot =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    public string? Model { get; init; }

    public string Answer { get; init; } = Accept;

    /// <summary>Items run at the same time, so their order is left to chance.</summary>
    public bool AtOnce { get; init; }

    /// <summary>What the user said in the turn before, if there was one.</summary>
    public string? Before { get; init; }

    /// <summary>Further members of thread/start, each followed by a comma.</summary>
    public string Thread { get; init; } = "";

    /// <summary>What is in the workspace before, if not nothing.</summary>
    public Action<string>? Prepare { get; init; }

    /// <summary>What else happens between the start and the end, if not just answers.</summary>
    public Func<RunningTurn, CodexTurns, CancellationToken, Task>? Drive { get; init; }

    public static IReadOnlyDictionary<string, RecordedTurn> All { get; } = new Dictionary<string, RecordedTurn>
    {
        ["demo"] = new("Hello there"),
        ["text"] = new("#text tokens=5"),
        ["text-unicode"] = new("#unicode"),
        ["reasoning"] = new("#reasoning"),
        ["phases"] = new("#phases"),
        ["command"] = new("#shell say=\"I run a command.\"\nfor i in 1 2 3; do echo line $i; sleep 0.1; done"),
        ["command-failed"] = new("#shell\necho broken >&2; exit 3"),
        ["command-output"] = new("#output lines=3000"),
        ["commands-together"] = new("#commands count=3 together=true") { AtOnce = true },
        ["patch"] = new("#patch file=notes.txt"),
        ["patch-move-delete"] = new(
            "#patch\n*** Begin Patch\n*** Update File: old.txt\n*** Move to: new.txt\n@@\n a\n-b\n+c\n*** Delete File: gone.txt\n*** End Patch")
        {
            Prepare = static workspace =>
            {
                File.WriteAllText(Path.Combine(workspace, "old.txt"), "a\nb\n");
                File.WriteAllText(Path.Combine(workspace, "gone.txt"), "x\n");
            },
        },
        ["patch-failed"] = new("#patch\n*** Begin Patch\n*** Update File: missing.txt\n@@\n-a\n+b\n*** End Patch"),
        ["approval-accept"] = new("#escalate cmd=\"echo outside\" why=\"It needs the network.\""),
        ["approval-session"] = new("#escalate cmd=\"echo outside\"") { Answer = """{"decision":"acceptForSession"}""" },
        ["approval-decline"] = new("#escalate cmd=\"echo outside\"") { Answer = """{"decision":"decline"}""" },
        ["approval-cancel"] = new("#escalate cmd=\"echo outside\"") { Answer = """{"decision":"cancel"}""" },
        ["approval-patch-accept"] = new("#patch-outside file={workspace}/../outside.txt"),
        ["approval-patch-decline"] = new("#patch-outside file={workspace}/../outside.txt") { Answer = """{"decision":"decline"}""" },
        ["approval-patch-cancel"] = new("#patch-outside file={workspace}/../outside.txt") { Answer = """{"decision":"cancel"}""" },
        ["question"] = new("#question") { Answer = """{"answers":{"q1":{"answers":["Blue"]}}}""" },
        ["plan"] = new("#plan"),
        ["cut-retry"] = new("#cut tokens=6"),
        ["eof-retry"] = new("#eof tokens=6 message=true"),
        ["cut-failed"] = new("#cut tokens=6 times=0"),
        ["interrupt-command"] = new("#until file=never") { Drive = InterruptCommandAsync },
        ["interrupt-text"] = new("#text tokens=20 gate=interrupt-text at=5") { Drive = InterruptTextAsync },
        ["error-500"] = new("#error status=500"),
        ["error-401"] = new("#error status=401"),
        ["quota"] = new("#quota"),
        ["overflow"] = new("#failed code=context_length_exceeded"),
        ["background"] = new("#background file=never") { Drive = BackgroundAsync },
        ["steer"] = new("#text tokens=20 gate=steer at=5") { Drive = SteerAsync },
        ["mcp"] = new("#call name=echo namespace=mcp__lab\n{\"text\":\"hello\"}") { Thread = Lab, Answer = Allow },
        ["mcp-failed"] = new("#call name=echo namespace=mcp__lab\n{\"text\":\"fail\"}") { Thread = Lab, Answer = Allow },
        ["mcp-declined"] = new("#call name=echo namespace=mcp__lab\n{\"text\":\"hello\"}")
        {
            Thread = Lab,
            Answer = """{"action":"decline","content":null,"_meta":null}""",
        },
        ["dynamic-tool"] = new("#call name=lookup\n{\"id\":1}")
        {
            Thread = """ "dynamicTools":[{"type":"function","name":"lookup","description":"Looks up.","inputSchema":{"type":"object","properties":{"id":{"type":"number"} } } }], """,
            Answer = """{"contentItems":[{"type":"inputText","text":"found"}],"success":true}""",
        },
        ["view-image"] = new("#call name=view_image\n{\"path\":\"dot.png\"}")
        {
            Prepare = static workspace => File.WriteAllBytes(Path.Combine(workspace, "dot.png"), Convert.FromBase64String(Dot)),
        },
        ["compaction"] = new("#text tokens=3")
        {
            Before = "#echo\nThe first turn makes the conversation longer than the limit of the second.",
            Thread = """ "config":{"model_auto_compact_token_limit":5}, """,
        },
        ["code"] = new("#code") { Model = "scripted-code" },
        ["code-demo"] = new("Hello there") { Model = "scripted-code" },
    };

    private static string Lab =>
        $$""" "config":{"mcp_servers.lab.command":"node","mcp_servers.lab.args":["{{JsonEncodedText.Encode(Repository.McpServer)}}"]}, """;

    private static async Task SteerAsync(RunningTurn turn, CodexTurns turns, CancellationToken cancellationToken)
    {
        await turn.NextAsync(line => line.Method == "item/agentMessage/delta", cancellationToken);
        await turns.Model.Gate("steer").WaitUntilReachedAsync(cancellationToken);
        await turn.SteerAsync("#text tokens=2", cancellationToken);
        await turn.FinishAsync(Accept, cancellationToken);
    }

    private static async Task InterruptCommandAsync(RunningTurn turn, CodexTurns turns, CancellationToken cancellationToken)
    {
        await turn.NextAsync(line => line.Method == "item/commandExecution/outputDelta", cancellationToken);
        await turn.InterruptAsync(cancellationToken);
        await turn.FinishAsync(Accept, cancellationToken);
        await CleanAsync(turn, cancellationToken);
    }

    private static async Task BackgroundAsync(RunningTurn turn, CodexTurns turns, CancellationToken cancellationToken)
    {
        await turn.FinishAsync(Accept, cancellationToken);
        await CleanAsync(turn, cancellationToken);
    }

    private static async Task CleanAsync(RunningTurn turn, CancellationToken cancellationToken)
    {
        await turn.CleanAsync(cancellationToken);
        await turn.NextAsync(line => line is { Method: "item/completed", ItemType: "commandExecution" }, cancellationToken);
    }

    private static async Task InterruptTextAsync(RunningTurn turn, CodexTurns turns, CancellationToken cancellationToken)
    {
        for (var deltas = 0; deltas < 5; deltas++)
        {
            await turn.NextAsync(line => line.Method == "item/agentMessage/delta", cancellationToken);
        }

        await turn.InterruptAsync(cancellationToken);
        await turn.FinishAsync(Accept, cancellationToken);
        turns.Model.Gate("interrupt-text").Open();
    }
}

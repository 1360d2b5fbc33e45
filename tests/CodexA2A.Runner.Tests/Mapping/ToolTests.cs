using System.Text;
using System.Text.Json;
using CodexA2A.Protocol.Json;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class ToolTests
{
    [Fact]
    public void A_command_streams_its_output_and_ends_with_one_state()
    {
        var played = new Played().Play(
            Codex.Started(Codex.Command("c1")), Codex.Output("c1", "one\n"), Codex.Output("c1", "two\n"),
            Codex.Completed(Codex.Command("c1", "completed", "one\ntwo\nthree\n", 0))).Finish();

        var kinds = played.Updates("tool-1").Select(update => update.Artifact.Parts.Single().Data!.Value.GetProperty("kind").GetString());
        Assert.Equal(["state", "output_delta", "output_delta", "state"], kinds);
        var state = played.State("tool-1");
        Assert.Equal("commandExecution", (string?)state["source_method"]);
        Assert.Equal("completed", (string?)state["status"]);
        Assert.Equal("ls -l", (string?)state["title"]);
        Assert.Equal("/bin/bash -lc 'ls -l'", (string?)state["input"]!["command"]);
        Assert.Equal(".", (string?)state["input"]!["cwd"]);
        Assert.Equal("one\ntwo\nthree\n", (string?)state["output"]!["text"]);
        Assert.Equal(0, (int?)state["output"]!["exit_code"]);
    }

    [Fact]
    public void Without_an_output_of_its_own_the_end_has_what_was_streamed()
    {
        var played = new Played().Play(Codex.Started(Codex.Command("c1")), Codex.Output("c1", "one\n"), Codex.Completed(Codex.Command("c1", "failed"))).Finish();

        Assert.Equal("one\n", (string?)played.State("tool-1")["output"]!["text"]);
        Assert.Equal("failed", (string?)played.State("tool-1")["status"]);
    }

    [Fact]
    public void A_large_output_keeps_its_first_and_last_half_also_while_it_streams()
    {
        var played = new Played().Play(Codex.Started(Codex.Command("c1")));
        var most = 0;
        for (var i = 0; i < 300; i++)
        {
            played.Play(Codex.Output("c1", $"{i:000}" + new string('x', 997)));
            if (i % 50 == 49)
            {
                most = Math.Max(most, played.Artifact("tool-1").Parts.Sum(part => Encoding.UTF8.GetByteCount(part.Data!.Value.GetRawText())));
            }
        }

        Assert.InRange(most, 64 * 1024, 200 * 1024);
        played.Play(Codex.Completed(Codex.Command("c1", "completed", string.Concat(Enumerable.Range(0, 300).Select(i => $"{i:000}" + new string('y', 997))), 0))).Finish();
        var output = played.State("tool-1")["output"]!;
        var text = (string)output["text"]!;
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 60 * 1024, 64 * 1024);
        Assert.StartsWith("000y", text, StringComparison.Ordinal);
        Assert.EndsWith("yyy", text, StringComparison.Ordinal);
        Assert.True((long?)output["truncated_bytes"] > 200_000);
    }

    [Theory]
    [InlineData("declined", "cancelled")]
    [InlineData("failed", "failed")]
    [InlineData("completed", "completed")]
    [InlineData("inProgress", "cancelled")]
    public void The_status_of_an_ended_tool_never_claims_more_than_codex_does(string codex, string ours) =>
        Assert.Equal(ours, (string?)new Played().Play(Codex.Completed(Codex.Command("c1", codex))).Finish().State("tool-1")["status"]);

    [Fact]
    public void A_tool_that_never_ends_is_closed_without_success()
    {
        var canceled = new Played().Play(Codex.Started(Codex.Command("c1")), Codex.Output("c1", "so far")).Finish(TurnOutcome.Canceled());
        Assert.Equal("cancelled", (string?)canceled.State("tool-1")["status"]);
        Assert.Equal("so far", (string?)canceled.State("tool-1")["output"]!["text"]);

        var failed = new Played().Play(Codex.Started(Codex.Command("c1"))).Finish(TurnOutcome.Failed(new TaskError("CODEX_DIED", "gone")));
        Assert.Equal("failed", (string?)failed.State("tool-1")["status"]);
        Assert.Equal("CODEX_DIED", (string?)failed.State("tool-1")["error"]!["code"]);
    }

    [Fact]
    public void A_patch_keeps_its_diffs_with_paths_of_the_workspace()
    {
        var item = new FileChangeItem(
            [
                new FileUpdateChange("/workspace/src/a.txt", new PatchChangeKind("update", "/workspace/b.txt"), "@@\n-a\n+b\n"),
                new FileUpdateChange("/elsewhere/c.txt", new PatchChangeKind("add"), "new\n"),
            ],
            "completed")
        { Id = "f1" };
        var state = new Played().Play(Codex.Completed(item)).Finish().State("tool-1");

        Assert.Equal("""{"paths":["src/a.txt","/elsewhere/c.txt"],"change_count":2,"changes":[{"path":"src/a.txt","kind":"update","move_path":"b.txt","diff":"@@\n-a\n\u002Bb\n"},{"path":"/elsewhere/c.txt","kind":"add","diff":"new\n"}]}""", state["input"]!.ToJsonString());
        Assert.Equal("Change 2 files", (string?)state["title"]);
    }

    [Fact]
    public void A_patch_that_grows_shows_what_it_is_now()
    {
        var played = new Played().Play(
            Codex.Started(Codex.Patch("f1")),
            Codex.Mine(new FileChangePatchUpdatedNotification("f1", [new FileUpdateChange("/workspace/z.txt", new PatchChangeKind("delete"))])));

        Assert.Equal("Delete z.txt", (string?)played.State("tool-1")["title"]);
    }

    [Fact]
    public void An_mcp_call_has_server_arguments_progress_and_result()
    {
        var call = new McpToolCallItem("lab", "measure", "inProgress", Json("""{"x":1}""")) { Id = "t1" };
        var played = new Played().Play(
            Codex.Started(call), Codex.Mine(new McpToolCallProgressNotification("t1", "half way")),
            Codex.Completed(call with { Status = "completed", Result = new McpToolCallResult([Json("""{"type":"text","text":"42"}""")], Json("""{"v":42}""")), DurationMs = 5 })).Finish();

        Assert.Equal("half way\n", played.Updates("tool-1").ElementAt(1).Artifact.Parts[0].Data!.Value.GetProperty("output_delta").GetString());
        var state = played.State("tool-1");
        Assert.Equal("measure", (string?)state["tool"]);
        Assert.Equal("""{"server":"lab","arguments":{"x":1}}""", state["input"]!.ToJsonString());
        Assert.Equal(42, (int?)state["output"]!["structured_content"]!["v"]);
        Assert.Equal("42", (string?)state["output"]!["content"]![0]!["text"]);
    }

    [Theory]
    [InlineData(22, true)]
    [InlineData(23, false)]
    [InlineData(110, false)]
    public void What_nests_deeper_than_clients_read_is_text(int levels, bool isWhole)
    {
        var deep = JsonDocument.Parse(string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1), new() { MaxDepth = 128 }).RootElement;
        var call = new McpToolCallItem("lab", "measure", "completed", deep) { Id = "t1", Result = new McpToolCallResult([deep], deep) };
        var played = new Played().Play(Codex.Started(call), Codex.Completed(call)).Finish();

        var state = played.State("tool-1");
        Assert.True(JsonNesting.IsWithin(state));
        foreach (var node in new[] { state["input"]!["arguments"]!, state["output"]!["content"]![0]!, state["output"]!["structured_content"]! })
        {
            var inner = node;
            while (inner["a"] is { } next) inner = next;
            Assert.Equal(isWhole ? null : string.Concat(Enumerable.Repeat("{\"a\":", levels - 22)) + "{}" + new string('}', levels - 22), (string?)inner["json"]);
        }
    }

    [Fact]
    public void A_failed_mcp_call_says_why_without_paths()
    {
        var call = new McpToolCallItem("lab", "measure", "failed", Error: new McpToolCallError("no file /srv/data/secret.txt")) { Id = "t1" };

        Assert.Equal("no file [path]", (string?)new Played().Play(Codex.Completed(call)).Finish().State("tool-1")["error"]!["message"]);
    }

    [Fact]
    public void A_dynamic_call_and_a_web_search_are_tools()
    {
        var played = new Played().Play(
            Codex.Completed(new DynamicToolCallItem(null, "lookup", "completed", Json("{}"), [new DynamicToolContent("inputText", "found")], false) { Id = "d1" }),
            Codex.Started(new WebSearchItem("weather") { Id = "w1" }),
            Codex.Completed(new WebSearchItem("weather", new WebSearchAction("search", "weather", ["weather"]), [Json("""{"title":"sun"}""")]) { Id = "w1" })).Finish();

        Assert.Equal("failed", (string?)played.State("tool-1")["status"]);
        Assert.Equal("found", (string?)played.State("tool-1")["output"]!["content"]![0]!["text"]);
        Assert.Equal("web_search", (string?)played.State("tool-2")["tool"]);
        Assert.Equal("completed", (string?)played.State("tool-2")["status"]);
        Assert.Equal("sun", (string?)played.State("tool-2")["output"]!["results"]![0]!["title"]);
    }

    [Fact]
    public void Arguments_and_results_that_are_too_large_are_cut_and_marked()
    {
        var call = new McpToolCallItem("lab", "dump", "completed", Json("\"" + new string('a', 300_000) + "\"")) { Id = "t1" };
        var played = new Played().Play(Codex.Completed(call)).Finish();

        Assert.True((long?)played.State("tool-1")["input"]!["arguments"]!["truncated_bytes"] > 200_000);
        Rules.Hold(Codex.Task, [.. played.Events.Select(e => e.Event)]);
    }

    [Fact]
    public void Every_other_item_becomes_a_tool_that_keeps_its_name()
    {
        ThreadItem[] items =
        [
            new ImageViewItem("/workspace/p.png"), new ImageGenerationItem("completed", "a cat", "AAAA"), new SleepItem(5), new FunctionCallOutputItem("f", null, Json("\"out\"")),
            new HookPromptItem([new HookPromptFragment("remember")]), new EnteredReviewModeItem("now"), new ExitedReviewModeItem("fine"), new ContextCompactionItem(),
            new CollabAgentToolCallItem("spawnAgent", "completed", Prompt: "go", AgentsStates: new Dictionary<string, CollabAgentState> { ["t"] = new("running", "hi") }),
            new SubAgentActivityItem("started", "t", "/agents/a"), new UnknownItem("brandNew", Json("""{"type":"brandNew","id":"i","status":"failed","text":"t"}""")),
        ];
        var played = new Played().Play(items.Select((item, i) => Codex.Completed(item with { Id = $"i{i}" }))).Finish();

        string[] names = ["imageView", "imageGeneration", "sleep", "functionCallOutput", "hookPrompt", "enteredReviewMode", "exitedReviewMode", "contextCompaction", "spawnAgent", "subAgentActivity", "brandNew"];
        Assert.Equal(names, Enumerable.Range(1, items.Length).Select(i => (string?)played.State($"tool-{i}")["tool"]));
        Assert.Equal("failed", (string?)played.State("tool-11")["status"]);
        Assert.Contains("\"text\":\"t\"", (string)played.State("tool-11")["output"]!["item"]!, StringComparison.Ordinal);
        Assert.Equal("p.png", (string?)played.State("tool-1")["output"]!["path"]);
        Assert.Equal("", new Played().Play(Codex.UserMessage()).Finish().Ids);
    }

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}

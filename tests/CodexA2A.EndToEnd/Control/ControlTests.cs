using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Control;

/// <summary>Each method that a runner answers, with the real Codex.</summary>
public sealed class ControlTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Stage Stage => shared.Stage;

    [Fact]
    public async Task Skills_of_a_folder_are_listed_without_paths_of_the_machine()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Stage.Folder.Workspace, "shop", ".agents", "skills", "greet")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "SKILL.md"), "---\nname: greet\ndescription: Greets people.\n---\nSay hello.\n", Token);
        Directory.CreateDirectory(Path.Combine(Stage.Folder.Workspace, "shop", ".git"));

        var result = await CallAsync("codex.discovery.skills.list", new JsonObject { ["cwds"] = new JsonArray("shop"), ["forceReload"] = true });

        var item = Assert.Single(result["items"]!.AsArray())!;
        Assert.Equal("shop", (string)item["directory"]!);
        var skill = item["skills"]!.AsArray().Single(one => (string)one!["name"]! == "greet")!;
        Assert.Equal("""{"name":"greet","description":"Greets people.","enabled":true,"scope":"repo","interface":null}""", skill.ToJsonString());
        AssertNoPaths(result);
        var outside = await Stage.Client.RawAsync("codex.discovery.skills.list", new JsonObject { ["cwds"] = new JsonArray(".", "/etc") }, Token);
        Assert.Contains("cwds[1]", outside["error"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_is_found_in_its_marketplace_and_read()
    {
        var root = Stage.Folder.Workspace;
        Directory.CreateDirectory(Path.Combine(root, ".agents", "plugins"));
        Directory.CreateDirectory(Path.Combine(root, "plug", ".codex-plugin"));
        await File.WriteAllTextAsync(Path.Combine(root, "plug", ".codex-plugin", "plugin.json"), """{"name":"plug","description":"A plugin","version":"1.0.0"}""", Token);
        await File.WriteAllTextAsync(
            Path.Combine(root, ".agents", "plugins", "marketplace.json"), """{"name":"shop","plugins":[{"name":"plug","source":{"source":"local","path":"./plug"}}]}""", Token);

        var list = await CallAsync("codex.discovery.plugins.list", []);

        var market = list["items"]!.AsArray().Single(one => (string)one!["marketplace_name"]! == "shop")!;
        Assert.Equal(".agents/plugins/marketplace.json", (string)market["marketplace_path"]!);
        Assert.Equal("plugin://plug@shop", (string)market["plugins"]![0]!["mention_path"]!);
        AssertNoPaths(list);
        foreach (var name in (string[])["shop", ".agents/plugins/marketplace.json"])
        {
            var read = await CallAsync("codex.discovery.plugins.read", new JsonObject { ["marketplace_path"] = name, ["plugin_name"] = "plug" });
            Assert.Equal(
                """{"item":{"name":"plug","marketplace_name":"shop","mention_path":"plugin://plug@shop","summary":"A plugin","skills":[],"apps":[],"mcp_servers":[],"interface":null}}""",
                read.ToJsonString());
        }

        var other = await Stage.Client.RawAsync("codex.discovery.plugins.read", new JsonObject { ["marketplace_path"] = "/etc/passwd", ["plugin_name"] = "x" }, Token);
        Assert.Contains("marketplace_path", other["error"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("""{"items":[],"next_cursor":null}""", (await CallAsync("codex.discovery.apps.list", new JsonObject { ["limit"] = 5 })).ToJsonString());
    }

    [Fact]
    public async Task Models_account_and_limits_are_what_Codex_says()
    {
        var first = await CallAsync("codex.models.list", new JsonObject { ["limit"] = 1 });
        var model = Assert.Single(first["items"]!.AsArray())!;
        Assert.All(["id", "name", "description", "default_reasoning_effort"], name => Assert.NotEqual("", (string?)model[name]));
        Assert.Equal(["id", "model", "name", "description", "is_default", "hidden", "default_reasoning_effort", "reasoning_efforts", "input_modalities"], model.AsObject().Select(pair => pair.Key));
        Assert.Equal("""{"account":null,"requires_openai_auth":false}""", (await CallAsync("codex.account.read", [])).ToJsonString());
        Assert.Equal("""{"available":false,"rate_limits":null,"rate_limits_by_id":null}""", (await CallAsync("codex.limits.read", [])).ToJsonString());
    }

    [Fact]
    public async Task Sessions_and_their_messages_are_listed_page_by_page()
    {
        var task = await SayAsync("ctx-said", "one");
        await SayAsync("ctx-said", "two");
        await SayAsync("ctx-said", "three");
        var thread = Loss.Session(task);

        var session = (await CallAsync("codex.sessions.list", new JsonObject { ["limit"] = 100 }))["items"]!.AsArray().Single(one => (string)one!["id"]! == thread)!;
        Assert.Equal(("ctx-said", "TASK_STATE_COMPLETED"), ((string)session["contextId"]!, (string)session["status"]!["state"]!));
        Assert.Equal(thread, (string)session["metadata"]!["shared"]!["session"]!["id"]!);
        Assert.Contains("one", (string)session["metadata"]!["shared"]!["session"]!["title"]!, StringComparison.Ordinal);
        Assert.Equal(thread, (string)session["metadata"]!["codex"]!["raw"]!["id"]!);
        AssertNoPaths(session);

        var all = await CallAsync("codex.sessions.messages.list", new JsonObject { ["session_id"] = thread });
        var said = all["items"]!.AsArray().Select(message => ((string)message!["role"]!, (string)message["parts"]![0]!["text"]!)).ToArray();
        Assert.Equal(6, said.Length);
        Assert.Equal(["ROLE_USER", "ROLE_AGENT", "ROLE_USER", "ROLE_AGENT", "ROLE_USER", "ROLE_AGENT"], said.Select(one => one.Item1));
        Assert.Equal(["#text\none", "one", "#text\ntwo", "two", "#text\nthree", "three"], said.Select(one => one.Item2));
        Assert.Null(all["next_cursor"]);

        var paged = new List<string>();
        string? cursor = null;
        do
        {
            var page = await CallAsync("codex.sessions.messages.list", new JsonObject { ["session_id"] = thread, ["limit"] = 4 - (cursor is null ? 1 : 0), ["cursor"] = cursor });
            paged.InsertRange(0, page["items"]!.AsArray().Select(message => (string)message!["parts"]![0]!["text"]!));
            cursor = (string?)page["next_cursor"];
        }
        while (cursor is not null);
        Assert.Equal(said.Select(one => one.Item2), paged);
    }

    [Fact]
    public async Task A_thread_is_named_described_archived_and_brought_back()
    {
        var thread = Loss.Session(await SayAsync("ctx-kept", "hello"));
        var named = await CallAsync("codex.threads.name.set", Of(thread, ("name", "My thread")));
        Assert.Equal((true, thread, "My thread"), ((bool)named["ok"]!, (string)named["thread_id"]!, (string)named["thread"]!["title"]!));
        var described = await CallAsync("codex.threads.metadata.update", Of(thread, ("request", new JsonObject { ["git_info"] = new JsonObject { ["sha"] = "abc", ["branch"] = "main" } })));
        Assert.Equal("""{"sha":"abc","branch":"main","originUrl":null}""", described["thread"]!["raw"]!["gitInfo"]!.ToJsonString());
        var cleared = await CallAsync("codex.threads.metadata.update", Of(thread, ("request", new JsonObject { ["git_info"] = new JsonObject { ["branch"] = null } })));
        Assert.Equal("""{"sha":"abc","branch":null,"originUrl":null}""", cleared["thread"]!["raw"]!["gitInfo"]!.ToJsonString());

        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Equal(new JsonObject { ["ok"] = true, ["thread_id"] = thread }.ToJsonString(), (await CallAsync("codex.threads.archive", Of(thread))).ToJsonString());
        }

        Assert.True((bool)(await CallAsync("codex.threads.read", Of(thread)))["thread"]!["archived"]!);
        Assert.Equal("THREAD_ARCHIVED", Reason(await Stage.Client.RawAsync("codex.threads.name.set", Of(thread, ("name", "x")), Token)));
        Assert.Equal("THREAD_ARCHIVED", Reason(await Stage.Client.RawAsync("codex.threads.fork", Of(thread), Token)));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.False((bool)(await CallAsync("codex.threads.unarchive", Of(thread)))["thread"]!["archived"]!);
        }

        Assert.Equal(thread, Loss.Session(await SayAsync("ctx-kept", "again")));
    }

    [Fact]
    public async Task A_fork_goes_on_by_itself_and_a_revert_drops_what_came_after()
    {
        var thread = Loss.Session(await SayAsync("ctx-forked", "stork"));
        await SayAsync("ctx-forked", "heron");
        var read = await CallAsync("codex.threads.read", Of(thread, ("include_turns", true)));
        var turns = read["turns"]!.AsArray();
        Assert.Equal(["completed", "completed"], turns.Select(turn => (string)turn!["status"]!));

        var fork = await CallAsync("codex.threads.fork", Of(thread, ("last_turn_id", (string)turns[1]!["id"]!)));
        var (forked, context) = ((string)fork["thread_id"]!, (string)fork["context_id"]!);
        Assert.NotEqual(thread, forked);
        Assert.Equal(thread, (string)fork["thread"]!["raw"]!["forkedFromId"]!);
        var next = await Stage.Client.SendAsync(A2AHttp.Message("#history", context), Token);
        Assert.Equal(forked, Loss.Session(next));
        Assert.Contains("stork", Ledger.Text(next), StringComparison.Ordinal);
        Assert.DoesNotContain("heron", Ledger.Text(next), StringComparison.Ordinal);

        await CallAsync("codex.threads.revert", Of(thread, ("before_turn_id", (string)turns[0]!["id"]!)));
        var reverted = await Stage.Client.SendAsync(A2AHttp.Message("#history", "ctx-forked"), Token);
        Assert.Equal(thread, Loss.Session(reverted));
        Assert.DoesNotContain("heron", Ledger.Text(reverted), StringComparison.Ordinal);
        Assert.Contains("before_turn_id", (await Stage.Client.RawAsync("codex.threads.revert", Of(thread, ("before_turn_id", "nope")), Token))["error"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thread_is_compacted_and_goes_on()
    {
        var thread = Loss.Session(await SayAsync("ctx-compact", "hello"));
        var compacted = await CallAsync("codex.threads.compact", Of(thread));
        Assert.Equal((true, false, thread), ((bool)compacted["ok"]!, (bool)compacted["pending"]!, (string)compacted["thread_id"]!));
        Assert.Equal(2, (await CallAsync("codex.threads.read", Of(thread, ("include_turns", true))))["turns"]!.AsArray().Count);
        Assert.Equal(thread, Loss.Session(await SayAsync("ctx-compact", "again")));
    }

    [Fact]
    public async Task A_deleted_thread_is_unknown_with_its_context()
    {
        var task = await SayAsync("ctx-deleted", "hello");
        var thread = Loss.Session(task);
        var deleted = await CallAsync("codex.threads.delete", Of(thread));
        Assert.Equal((true, true, "deleted", thread), ((bool)deleted["ok"]!, (bool)deleted["forgotten"]!, (string)deleted["thread"]!, (string)deleted["thread_id"]!));
        var again = await Stage.Client.RawAsync("codex.threads.delete", Of(thread), Token);
        Assert.Equal("THREAD_NOT_FOUND", Reason(again));
        Assert.Equal((await Stage.Client.RawAsync("codex.threads.delete", Of("never"), Token))["error"]!.ToJsonString(), again["error"]!.ToJsonString());
    }

    private static JsonObject Of(string thread, params ReadOnlySpan<(string Name, JsonNode Value)> more)
    {
        var parameters = new JsonObject { ["thread_id"] = thread };
        foreach (var (name, value) in more)
        {
            parameters[name] = value;
        }

        return parameters;
    }

    private static string? Reason(JsonNode answer) => (string?)answer["error"]?["data"]?[0]?["reason"];

    private void AssertNoPaths(JsonNode result)
    {
        Assert.DoesNotContain(Stage.Folder.Workspace, result.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Stage.Folder.CodexHome, result.ToJsonString(), StringComparison.Ordinal);
    }

    private Task<JsonNode> CallAsync(string method, JsonObject parameters) => Stage.Client.CallAsync(method, parameters, Token);

    private async Task<AgentTask> SayAsync(string context, string text)
    {
        var task = await Stage.Client.SendAsync(A2AHttp.Message($"#text\n{text}", context), Token);
        Assert.True(task.Status.State == TaskState.Completed, $"{task.Status}\n{Stage.Service.Output}");
        return task;
    }
}

using System.Text.Json.Nodes;

namespace CodexA2A.ScriptedModel.Tests.Http;

public sealed class ToolTests(ModelFixture model) : IClassFixture<ModelFixture>
{
    private const string StillRunning = "Chunk ID: 1\nProcess running with session ID 4711\nOutput:\nwaiting";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_is_called_then_quoted()
    {
        var (name, input) = Assert.Single((await model.Client.AskAsync("#shell cmd=\"echo \\\"hi\\\"\"", Cancel)).Calls());
        Assert.Equal("exec_command", name);
        Assert.Equal("echo \"hi\"", JsonNode.Parse(input)!["cmd"]!.GetValue<string>());

        var second = await AskAsync("#shell", Request.CommandOutput("hi\n"));
        Assert.Equal("The command said: hi", second.Text());
    }

    [Fact]
    public async Task A_command_that_still_runs_is_waited_for()
    {
        var (name, input) = Assert.Single((await AskAsync("#until", Request.Output(StillRunning))).Calls());
        Assert.Equal("write_stdin", name);
        Assert.Equal(4711, JsonNode.Parse(input)!["session_id"]!.GetValue<int>());

        var last = await AskAsync("#until", Request.Output(StillRunning), Request.CommandOutput("released"));
        Assert.Equal("The command said: released", last.Text());
    }

    [Fact]
    public async Task An_escalated_command_says_why()
    {
        var (_, input) = Assert.Single((await model.Client.AskAsync("#escalate why=\"Because.\"", Cancel)).Calls());
        var arguments = JsonNode.Parse(input)!;
        Assert.Equal("require_escalated", arguments["sandbox_permissions"]!.GetValue<string>());
        Assert.Equal("Because.", arguments["justification"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("#commands count=3", 1)]
    [InlineData("#commands count=3 together=true", 3)]
    public async Task Several_commands_come_one_by_one_or_together(string message, int calls) =>
        Assert.Equal(calls, (await model.Client.AskAsync(message, Cancel)).Calls().Count);

    [Fact]
    public async Task A_patch_adds_then_changes_a_file()
    {
        var (name, added) = Assert.Single((await model.Client.AskAsync("#patch file=a.txt", Cancel)).Calls());
        Assert.Equal("apply_patch", name);
        Assert.Equal("*** Begin Patch\n*** Add File: a.txt\n+first line\n+second line\n*** End Patch\n", added);

        var (_, changed) = Assert.Single((await AskAsync("#patch file=a.txt", Request.Output("Success"))).Calls());
        Assert.Contains("*** Update File: a.txt", changed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_a_patch_tool_patches_in_the_shell()
    {
        var body = Request.Of(Request.User("#patch"));
        body["tools"] = new JsonArray(new JsonObject { ["type"] = "function", ["name"] = "exec_command" });

        var (name, input) = Assert.Single((await model.Client.AskAsync(body, Cancel)).Calls());
        Assert.Equal("exec_command", name);
        Assert.StartsWith("apply_patch <<'EOF'\n", JsonNode.Parse(input)!["cmd"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_code_mode_tools_are_called_by_javascript()
    {
        var (name, source) = Assert.Single((await model.Client.AskAsync(Request.InCodeMode(Request.User("#shell")), Cancel)).Calls());
        Assert.Equal("exec", name);
        Assert.StartsWith("const r = await tools.exec_command({", source, StringComparison.Ordinal);

        var (asked, _) = Assert.Single((await model.Client.AskAsync(Request.InCodeMode(Request.User("#question")), Cancel)).Calls());
        Assert.Equal("request_user_input", asked);
    }

    [Fact]
    public async Task A_plan_goes_step_by_step()
    {
        var (_, input) = Assert.Single((await AskAsync("#plan", Request.Output("Plan updated"))).Calls());
        var steps = JsonNode.Parse(input)!["plan"]!.AsArray().Select(step => step!["status"]!.GetValue<string>());
        Assert.Equal(["completed", "in_progress", "pending"], steps);
    }

    [Fact]
    public async Task A_question_can_be_secret_and_free()
    {
        var (_, input) = Assert.Single((await model.Client.AskAsync("#question options= secret=true\nYour key?", Cancel)).Calls());
        var question = JsonNode.Parse(input)!["questions"]![0]!;
        Assert.Equal("Your key?", question["question"]!.GetValue<string>());
        Assert.True(question["isSecret"]!.GetValue<bool>());
        Assert.Null(question["options"]);
    }

    [Fact]
    public async Task Any_tool_can_be_called_by_name()
    {
        var done = (await model.Client.AskAsync("#call name=echo namespace=mcp__lab\n{\"text\":\"hi\"}", Cancel)).Done()[0];
        Assert.Equal("echo", done["name"]!.GetValue<string>());
        Assert.Equal("mcp__lab", done["namespace"]!.GetValue<string>());
        Assert.Equal("{\"text\":\"hi\"}", done["arguments"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_round_counts_only_answers_since_the_last_message()
    {
        var body = Request.Of(Request.User("#shell"), Request.CommandOutput("old"), Request.User("#shell"));
        Assert.Single((await model.Client.AskAsync(body, Cancel)).Calls());
    }

    [Fact]
    public async Task The_history_lists_what_people_wrote()
    {
        var body = Request.Of(Request.User("first"), Request.User("<turn_aborted>\nx\n</turn_aborted>"), Request.User("#history"));
        Assert.Equal("The conversation so far:\n1. first\n2. #history", (await model.Client.AskAsync(body, Cancel)).Text());
    }

    private Task<IReadOnlyList<JsonObject>> AskAsync(string message, params JsonObject[] outputs) =>
        model.Client.AskAsync(Request.Of([Request.User(message), .. outputs]), Cancel);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.ScriptedModel.Requests;
using CodexA2A.ScriptedModel.Tests.Http;

namespace CodexA2A.ScriptedModel.Tests.Pure;

public sealed class RequestReaderTests
{
    [Theory]
    [InlineData("<environment_context>\n  <cwd>/</cwd>\n</environment_context>")]
    [InlineData("<user_shell_command status=\"0\">ls</user_shell_command>\n")]
    [InlineData("# AGENTS.md instructions for /workspace")]
    [InlineData("Another language model started to solve this problem")]
    public void Codex_s_own_messages_are_no_messages(string text) => Assert.Empty(Read(Request.User(text)).UserTexts);

    [Theory]
    [InlineData("<b>bold</b> is HTML, is it not?")]
    [InlineData("<3")]
    [InlineData("a < b > c")]
    public void People_may_write_angle_brackets(string text) => Assert.Equal(text, Read(Request.User(text)).UserText);

    [Fact]
    public void An_image_is_seen_and_its_tags_are_not_text()
    {
        var message = Request.User("<image name=[Image #1] path=\"/p.png\">");
        var parts = message["content"]!.AsArray();
        parts.Add(new JsonObject { ["type"] = "input_image", ["image_url"] = "data:image/png;base64,AAAA" });
        parts.Add(new JsonObject { ["type"] = "input_image", ["image_url"] = "file-1" });
        parts.Add(new JsonObject { ["type"] = "input_text", ["text"] = "</image>" });
        parts.Add(new JsonObject { ["type"] = "input_text", ["text"] = "#echo" });

        var request = Read(message);
        Assert.Equal("#echo", request.UserText);
        Assert.Equal(["image/png", "unknown"], request.Images);
    }

    [Fact]
    public void The_answers_of_tools_count_from_the_last_message()
    {
        var custom = new JsonObject
        {
            ["type"] = "custom_tool_call_output",
            ["call_id"] = "c2",
            ["output"] = new JsonArray(
                new JsonObject { ["type"] = "input_text", ["text"] = "Output:" },
                new JsonObject { ["type"] = "input_text", ["text"] = "done" }),
        };

        var request = Read(Request.Output("old"), Request.User("go on"), Request.Output("one"), custom);
        Assert.Equal([new ToolOutput("call_1", "one"), new ToolOutput("c2", "Output:\ndone")], request.ToolOutputs);
        Assert.Equal(2, request.Round);
    }

    [Fact]
    public void Tools_are_found_in_both_places()
    {
        Assert.Contains("apply_patch", Read(Request.User("x")).Tools);
        Assert.Equal(["exec", "functions", "request_user_input"], ReadBody(Request.InCodeMode()).Tools.Order());
    }

    private static ModelRequest Read(params JsonObject[] items) => ReadBody(Request.Of(items));

    private static ModelRequest ReadBody(JsonObject body) => RequestReader.Read(1, JsonElement.Parse(body.ToJsonString()));
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class WireTests
{
    [Fact]
    public void Members_are_found_in_any_order()
    {
        Assert.True(WireMessage.TryParse("""{"emittedAtMs":1,"params":{"a":[1,{"id":9}]},"id":"x\"y","method":"m"}"""u8, out var message));
        Assert.Equal("m", message.Method);
        Assert.Equal("\"x\\\"y\"", message.Id!.Value.Json);
        Assert.Equal("""{"a":[1,{"id":9}]}""", Encoding.UTF8.GetString(message.Params));
        Assert.True(message.Result.IsEmpty);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"half\":")]
    [InlineData("{\"a\":1} trailing")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public void What_is_no_object_is_no_message(string line) =>
        Assert.False(WireMessage.TryParse(Encoding.UTF8.GetBytes(line), out _));

    [Fact]
    public void A_method_that_is_no_text_is_no_message() =>
        Assert.False(WireMessage.TryParse([.. "{\"method\":\""u8, 0xff, 0xfe, .. "\"}"u8], out _));

    [Fact]
    public void Very_deep_nesting_is_no_message() =>
        Assert.False(WireMessage.TryParse(Encoding.UTF8.GetBytes("{\"params\":" + new string('[', 500) + new string(']', 500) + "}"), out _));

    [Fact]
    public void A_request_is_one_line_without_nulls_or_needless_escapes()
    {
        var line = Encoding.UTF8.GetString(WireWriter.Request(7, "turn/start", new TurnStartParams
        {
            ThreadId = "t",
            Input = [new TextInput("Grüße\n<&>"), new ImageInput("data:image/png;base64,AA==")],
            ClientUserMessageId = "s",
        }, AppServerJson.Default.TurnStartParams).Span);
        Assert.Equal(
            """{"id":7,"method":"turn/start","params":{"threadId":"t","input":[{"type":"text","text":"Grüße\n<&>"},{"type":"image","url":"data:image/png;base64,AA=="}],"clientUserMessageId":"s"}}""" + "\n",
            line);
    }

    [Fact]
    public void Sandbox_policies_name_their_type()
    {
        var line = Encoding.UTF8.GetString(WireWriter.Request(1, "turn/start", new TurnStartParams
        {
            ThreadId = "t",
            Input = [],
            SandboxPolicy = new WorkspaceWritePolicy(["/w"], NetworkAccess: true),
        }, AppServerJson.Default.TurnStartParams).Span);
        var policy = JsonNode.Parse(line)!["params"]!["sandboxPolicy"]!;
        Assert.Equal("""{"type":"workspaceWrite","writableRoots":["/w"],"networkAccess":true,"excludeTmpdirEnvVar":false,"excludeSlashTmp":false}""", policy.ToJsonString());
    }

    public static TheoryData<string, string> Decisions => new()
    {
        { CommandApprovalDecision.Accept.Name, "\"accept\"" },
        { CommandApprovalDecision.AcceptForSession.Name, "\"acceptForSession\"" },
        { CommandApprovalDecision.Decline.Name, "\"decline\"" },
        { CommandApprovalDecision.Cancel.Name, "\"cancel\"" },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public void Simple_decisions_are_strings(string name, string json)
    {
        var decision = new[] { CommandApprovalDecision.Accept, CommandApprovalDecision.AcceptForSession, CommandApprovalDecision.Decline, CommandApprovalDecision.Cancel }
            .Single(candidate => candidate.Name == name);
        Assert.Equal($$"""{"decision":{{json}}}""", Json(new CommandApprovalResponse(decision)));
    }

    [Fact]
    public void Decisions_with_an_amendment_are_objects()
    {
        Assert.Equal("""{"decision":{"acceptWithExecpolicyAmendment":{"execpolicy_amendment":["touch","a"]}}}""",
            Json(new CommandApprovalResponse(CommandApprovalDecision.AcceptWithExecpolicyAmendment(["touch", "a"]))));
        Assert.Equal("""{"decision":{"applyNetworkPolicyAmendment":{"network_policy_amendment":{"host":"h","action":"allow"}}}}""",
            Json(new CommandApprovalResponse(CommandApprovalDecision.ApplyNetworkPolicyAmendment(new NetworkPolicyAmendment("h", "allow")))));
    }

    [Fact]
    public void An_elicitation_answer_always_has_all_its_members()
    {
        var answer = new ElicitationResponse("decline");
        var line = WireWriter.Result(RequestId.From(0), answer, AppServerJson.Default.ElicitationResponse);
        Assert.Equal("""{"id":0,"result":{"action":"decline","content":null,"_meta":null}}""" + "\n", Encoding.UTF8.GetString(line.Span));
    }

    [Fact]
    public void Answers_echo_the_id_as_it_came() =>
        Assert.Equal("""{"id":"a-1","error":{"code":-32601,"message":"no"}}""" + "\n",
            Encoding.UTF8.GetString(WireWriter.Error(new RequestId("\"a-1\""), -32601, "no").Span));

    [Theory]
    [InlineData("""{"code":-32602,"message":"too long","data":{"max_chars":1048576}}""", -32602, "too long")]
    [InlineData("""{"code":"x"}""", 0, "Codex gave no reason.")]
    [InlineData("\"broken\"", 0, "Codex gave no reason.")]
    public void Errors_are_read_however_they_look(string json, int code, string message)
    {
        var error = WireError.Read("turn/start", Encoding.UTF8.GetBytes(json));
        Assert.Equal((code, message, "turn/start"), (error.Code, error.ServerMessage, error.Method));
    }

    private static string Json(CommandApprovalResponse response) => JsonSerializer.Serialize(response, AppServerJson.Default.CommandApprovalResponse);
}

using System.Text;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class ServerRequestDecoderTests
{
    [Fact]
    public void A_command_approval_has_everything_a_person_needs()
    {
        var request = Assert.IsType<CommandApprovalRequest>(Decode("item/commandExecution/requestApproval",
            """
            {"kind":"command","threadId":"t","turnId":"u","itemId":"call_1","startedAtMs":5,"environmentId":"local","command":"/bin/bash -lc 'touch a'","cwd":"/w",
             "commandActions":[{"type":"unknown","command":"touch a"}],"proposedExecpolicyAmendment":["touch","a"],
             "availableDecisions":["accept",{"acceptWithExecpolicyAmendment":{"execpolicy_amendment":["touch","a"]}},"cancel"]}
            """));
        Assert.Equal(("t", "u", "call_1", "/w", 5L), (request.ThreadId, request.TurnId, request.ItemId, request.Cwd, request.StartedAtMs));
        Assert.Equal(("7", "gen", "item/commandExecution/requestApproval"), (request.RequestId.Json, request.Generation, request.Method));
        Assert.Equal(["touch", "a"], request.ProposedExecpolicyAmendment!);
        Assert.Equal(3, request.AvailableDecisions!.Count);
    }

    [Theory]
    [InlineData("item/fileChange/requestApproval", """{"threadId":"t","turnId":"u","itemId":"i","startedAtMs":1}""", typeof(FileChangeApprovalRequest))]
    [InlineData("item/tool/requestUserInput", """{"threadId":"t","turnId":"u","itemId":"i","questions":[{"id":"q","header":"h","question":"?","isOther":true,"isSecret":true,"options":[{"label":"Blue","description":"b"}]}],"isBlocking":true,"autoResolutionMs":null}""", typeof(UserInputRequest))]
    [InlineData("item/permissions/requestApproval", """{"threadId":"t","turnId":"u","itemId":"i","cwd":"/","reason":"r","permissions":{"network":{"enabled":true},"fileSystem":null}}""", typeof(PermissionsApprovalRequest))]
    [InlineData("mcpServer/elicitation/request", """{"threadId":"t","turnId":null,"serverName":"s","mode":"form","_meta":{"codex_approval_kind":"mcp_tool_call"},"message":"m","requestedSchema":{}}""", typeof(ElicitationRequest))]
    [InlineData("item/tool/call", """{"threadId":"t","turnId":"u","callId":"c","namespace":null,"tool":"x","arguments":{"a":1}}""", typeof(DynamicToolCallRequest))]
    public void Each_kind_has_its_record(string method, string json, Type expected) =>
        Assert.Equal(expected, Decode(method, json)!.GetType());

    [Fact]
    public void A_tool_approval_is_told_from_other_elicitations()
    {
        Assert.True(Elicitation("""{"codex_approval_kind":"mcp_tool_call"}""").IsToolApproval);
        Assert.False(Elicitation("null").IsToolApproval);
        Assert.False(Elicitation("""{"codex_approval_kind":7}""").IsToolApproval);
    }

    [Theory]
    [InlineData("account/chatgptAuthTokens/refresh", """{"threadId":"t"}""")]
    [InlineData("item/fileChange/requestApproval", """{"turnId":"u"}""")]
    [InlineData("item/fileChange/requestApproval", "[]")]
    [InlineData("item/fileChange/requestApproval", "")]
    public void What_cannot_be_answered_is_null(string method, string json) => Assert.Null(Decode(method, json));

    private static ElicitationRequest Elicitation(string meta) =>
        Assert.IsType<ElicitationRequest>(Decode("mcpServer/elicitation/request", $$"""{"threadId":"t","serverName":"s","mode":"form","_meta":{{meta}}}"""));

    private static ServerRequest? Decode(string method, string json) =>
        ServerRequestDecoder.Decode(method, RequestId.From(7), "gen", Encoding.UTF8.GetBytes(json));
}

using System.Text.Json.Nodes;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Errors;

/// <summary>The numbers and the data of the predecessor's errors, where its clients need them.</summary>
public sealed class SeedErrorTests
{
    [Theory]
    [InlineData("codex.sessions.messages.list", """{"session_id":"nowhere"}""", "SESSION_NOT_FOUND", -32001, -32602)]
    [InlineData("codex.threads.read", """{"thread_id":"nowhere"}""", "THREAD_NOT_FOUND", -32010, -32602)]
    [InlineData("a2a.interrupt.question.reject", """{"request_id":"nobody-asked"}""", "INTERRUPT_REQUEST_NOT_FOUND", -32004, -32004)]
    [InlineData("codex.nope", "{}", "METHOD_NOT_SUPPORTED", -32601, -32601)]
    [InlineData("codex.sessions.list", """{"limit":101}""", "INVALID_PARAMS", -32602, -32602)]
    [InlineData("GetTask", """{"id":"p00-x"}""", "TASK_NOT_FOUND", -32001, -32001)]
    public async Task Its_numbers_are_given_where_they_are_asked_for(string method, string parameters, string reason, int seed, int own)
    {
        await using var asked = await ApiHost.StartAsync(new Dictionary<string, string?> { ["A2A:SeedErrorCodes"] = "true" });
        await using var plain = await ApiHost.StartAsync();
        foreach (var (host, code) in new[] { (asked, seed), (plain, own) })
        {
            var answer = await host.CallAsync(new Call(method, JsonNode.Parse(parameters)!.AsObject()));
            Assert.Equal((code, reason), (answer.Code, answer.Reason));
            Assert.Equal("a2a-protocol.org", (string)answer.Details![0]!["domain"]!);
            Assert.Equal(host == asked && SeedErrors.Numbers.ContainsKey(reason), answer.Details!.Any(detail => (string?)detail!["@type"] == "type.googleapis.com/codex_a2a.ErrorContext"));
        }
    }

    [Fact]
    public async Task What_the_error_is_about_stands_in_the_context()
    {
        await using var host = await ApiHost.StartAsync(new Dictionary<string, string?> { ["A2A:SeedErrorCodes"] = "true" });
        var answer = await host.CallAsync(new Call("a2a.interrupt.question.reject", new JsonObject { ["request_id"] = "nobody-asked" }));
        Assert.Equal(
            """{"@type":"type.googleapis.com/codex_a2a.ErrorContext","type":"INTERRUPT_REQUEST_NOT_FOUND","request_id":"nobody-asked"}""", answer.Details![1]!.ToJsonString());
    }
}

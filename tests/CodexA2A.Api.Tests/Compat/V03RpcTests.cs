using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Compat;

/// <summary>Whole calls of A2A 0.3 over JSON-RPC.</summary>
public sealed class V03RpcTests
{
    [Fact]
    public async Task A_send_waits_for_the_end_and_answers_the_task_alone()
    {
        await using var host = await ApiHost.StartAsync();
        var sent = host.RpcAsync("message/send", V03Call.Sending(V03Call.RpcMessage("hello"), blocking: true));
        await using (var turn = await host.Runner.ClaimAsync())
        {
            await turn.WorkingAsync();
            await turn.TextAsync("done", append: false, last: true);
            await turn.CompleteAsync();
        }

        var task = await sent;
        Assert.Equal(("task", "completed"), ((string?)task["kind"], (string?)task["status"]!["state"]));
        Assert.Equal(("message", "user", "text"), ((string?)task["history"]![0]!["kind"], (string?)task["history"]![0]!["role"], (string?)task["history"]![0]!["parts"]![0]!["kind"]));
        Assert.Equal("done", (string?)task["artifacts"]![0]!["parts"]![0]!["text"]);

        var again = await host.RpcAsync("tasks/get", new JsonObject { ["id"] = (string?)task["id"], ["historyLength"] = 0 });
        Assert.Equal((string?)task["id"], (string?)again["id"]);
        Assert.Null(again["history"]);
        Assert.Equal(-32002, (int)(await host.RpcErrorAsync("tasks/cancel", new JsonObject { ["id"] = (string?)task["id"] }))["code"]!);
        Assert.Equal(-32004, (int)(await host.RpcErrorAsync("tasks/resubscribe", new JsonObject { ["id"] = (string?)task["id"] }))["code"]!);
    }

    [Fact]
    public async Task A_question_is_answered_by_a_message_with_the_task()
    {
        await using var host = await ApiHost.StartAsync();
        var sent = host.RpcAsync("message/send", V03Call.Sending(V03Call.RpcMessage("hello")));
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        var question = await turn.AskAsync();
        var task = await sent;
        Assert.Equal("input-required", (string?)task["status"]!["state"]);

        var answered = host.RpcAsync("message/send", V03Call.Sending(V03Call.RpcMessage("approve", (string?)task["id"])));
        await turn.NextAsync<AnswerInterrupt>();
        await turn.ResolveAsync(question);
        Assert.Equal("working", (string?)(await answered)["status"]!["state"]);
        await turn.CompleteAsync();
    }

    [Fact]
    public async Task A_stream_that_stays_open_across_questions_is_not_final_at_them()
    {
        await using var host = await ApiHost.StartAsync();
        await using var stream = await host.StreamAsync(
            V03Call.Rpc("message/stream", V03Call.Sending(V03Call.RpcMessage("hello")))
                .With("X-A2A-Extensions", "urn:codex-a2a:extension:interactive-interrupt:v1, urn:other"),
            Binding.JsonRpc);
        Assert.Equal("urn:codex-a2a:extension:interactive-interrupt:v1", stream.Response.Headers.NonValidated["X-A2A-Extensions"].ToString());
        Assert.False(stream.Response.Headers.Contains("A2A-Extensions"));
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        var question = await turn.AskAsync();
        await turn.ResolveAsync(question);
        await turn.CompleteAsync();
        var updates = (await stream.RestAsync()).Select(frame => frame.Response).Where(item => (string?)item["kind"] == "status-update");
        Assert.Equal(
            [("working", false), ("input-required", false), ("working", false), ("completed", true)],
            updates.Select(item => ((string)item["status"]!["state"]!, (bool)item["final"]!)));
    }

    [Fact]
    public async Task A_resubscription_goes_on_after_the_last_event()
    {
        await using var host = await ApiHost.StartAsync();
        var id = await host.CompletedAsync();
        await using var whole = await host.OpenAsync(Call.Subscribe(id, $"{EventId.First}"));
        var all = await whole.RestAsync();
        await using var rest = await host.StreamAsync(
            V03Call.Rpc("tasks/resubscribe", new JsonObject { ["id"] = id }).With("Last-Event-ID", all[0].Id), Binding.JsonRpc);
        var frames = await rest.RestAsync();
        Assert.Equal(all.Skip(1).Select(frame => frame.Id), frames.Select(frame => frame.Id));
        Assert.Equal("completed", (string?)frames[^1].Response["status"]!["state"]);
    }

    [Theory]
    [InlineData("message/send", """{}""", -32602, "message")]
    [InlineData("message/send", """{"message":7}""", -32602, "message")]
    [InlineData("message/send", """{"message":{"role":"user","parts":[{"kind":"text","text":"x"}]}}""", -32602, "message.messageId")]
    [InlineData("message/send", """{"message":{"messageId":"m","role":"ROLE_USER","parts":[{"kind":"text","text":"x"}]}}""", -32602, "message.role")]
    [InlineData("message/send", """{"message":{"messageId":"m","role":"user","parts":[]}}""", -32602, "message.parts")]
    [InlineData("message/send", """{"message":{"messageId":"m","role":"user","parts":[{"kind":"text"}]}}""", -32602, "message.parts[0]")]
    [InlineData("message/send", """{"message":{"messageId":"m","role":"user","parts":[{"kind":"form","text":"x"}]}}""", -32602, "message.parts[0].kind")]
    [InlineData("message/send", """{"message":{"messageId":"m","role":"user","parts":[{"kind":"text","text":7}]}}""", -32602, "message.parts[0].text")]
    [InlineData("message/send", """{"message":{"messageId":"m","role":"user","parts":[null]}}""", -32602, "message.parts[0]")]
    [InlineData("message/send", """{"message":{"messageId":"m","role":"user","parts":[{"kind":"file","file":{"bytes":"?"}}]}}""", -32602, "message.parts[0].file.bytes")]
    [InlineData("message/send", """{"message":{"messageId":"m","role":"user","parts":[{"kind":"data","data":[1]}]}}""", -32602, "message.parts[0].data")]
    [InlineData("message/send", """{"message":{"kind":"task","messageId":"m","role":"user","parts":[{"kind":"text","text":"x"}]}}""", -32602, "message.kind")]
    [InlineData("tasks/get", """{}""", -32602, "id")]
    [InlineData("tasks/get", """{"id":"x","historyLength":-1}""", -32602, "historyLength")]
    [InlineData("tasks/pushNotificationConfig/set", """{"taskId":"x"}""", -32602, "pushNotificationConfig")]
    [InlineData("tasks/pushNotificationConfig/delete", """{"id":"x"}""", -32602, "pushNotificationConfigId")]
    [InlineData("tasks/dance", """{}""", -32601, null)]
    public async Task A_bad_call_says_what_is_wrong(string method, string parameters, int code, string? field)
    {
        await using var host = await ApiHost.StartAsync();
        var error = await host.RpcErrorAsync(method, JsonNode.Parse(parameters));
        Assert.Equal((code, field), ((int)error["code"]!, (string?)error["data"]?["field"]));
        Assert.NotEmpty((string)error["message"]!);
    }
}

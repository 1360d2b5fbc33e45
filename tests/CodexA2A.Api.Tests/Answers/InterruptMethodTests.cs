using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Api.Tests.Answers;

public sealed class InterruptMethodTests
{
    [Theory]
    [InlineData("once", InterruptDecision.Approve)]
    [InlineData("always", InterruptDecision.ApproveForSession)]
    [InlineData("reject", InterruptDecision.Deny)]
    [InlineData("cancel", InterruptDecision.Cancel)]
    public async Task The_words_of_permission_reply(string word, InterruptDecision decision)
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        var asked = await turn.AskAsync();
        var call = new Call("a2a.interrupt.permission.reply", new JsonObject { ["requestId"] = asked.Id, ["reply"] = word, ["message"] = "because" });
        Assert.True((bool)(await host.CallAsync(call)).Result!["ok"]!);
        Assert.Equal(decision, (await turn.NextAsync<AnswerInterrupt>()).Reply.Decision);
        // The same answer again is no error: the first one may have been lost on its way back.
        Assert.Null((await host.CallAsync(call)).Error);
    }

    [Fact]
    public async Task Questions_are_answered_and_rejected()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        var details = new JsonObject { ["questions"] = new JsonArray(new JsonObject { ["id"] = "a" }, new JsonObject { ["id"] = "b" }) };
        var asked = await turn.AskAsync("question", details);
        var wrong = await host.CallAsync(new Call("a2a.interrupt.question.reply", new JsonObject { ["request_id"] = asked.Id, ["answers"] = new JsonArray(new JsonArray("1")) }));
        Assert.Equal("answers", wrong.Field);
        var right = await host.CallAsync(new Call("a2a.interrupt.question.reply", new JsonObject
        {
            ["request_id"] = asked.Id,
            ["answers"] = new JsonArray(new JsonArray("1"), new JsonArray("2", "3")),
        }));
        Assert.Equal($$"""{"ok":true,"request_id":"{{asked.Id}}","answers":[["1"],["2","3"]]}""", right.Result!.ToJsonString());
        Assert.Equal(["1", "2", "3"], (await turn.NextAsync<AnswerInterrupt>()).Reply.Answers!.SelectMany(answers => answers));

        var second = await turn.AskAsync("question", details.DeepClone().AsObject());
        var rejected = await host.CallAsync(new Call("a2a.interrupt.question.reject", new JsonObject { ["request_id"] = second.Id }));
        Assert.Equal($$"""{"ok":true,"request_id":"{{second.Id}}"}""", rejected.Result!.ToJsonString());
        Assert.Equal(InterruptDecision.Deny, (await turn.NextAsync<AnswerInterrupt>()).Reply.Decision);
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_question_of_a_lost_agent_is_void_and_names_the_next_one_as_soon_as_there_is_one(Binding binding)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await ApiHost.StartAsync(time: time);
        await host.SubmitAsync();
        var lost = await host.Runner.ClaimAsync();
        var asked = await lost.AskAsync();
        time.Advance(TimeSpan.FromSeconds(11));
        await using var turn = await new ScriptedRunner(host.Queue, host.Log).ClaimAsync();
        var answer = Call.Send("yes", asked.TaskId).With(json =>
            json["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["interrupt"] = new JsonObject { ["request_id"] = asked.Id } } });

        var nothing = await host.CallAsync(answer, binding);
        Assert.Equal("INTERRUPT_SUPERSEDED", nothing.Reason);
        Assert.Null(nothing.Details![0]!["metadata"]!["superseded_by"]);

        var again = await turn.AskAsync();
        var named = await host.CallAsync(answer, binding);
        Assert.Equal(("INTERRUPT_SUPERSEDED", again.Id), (named.Reason, (string)named.Details![0]!["metadata"]!["superseded_by"]!));
        var method = await host.CallAsync(new Call("a2a.interrupt.permission.reply", new JsonObject { ["request_id"] = asked.Id, ["reply"] = "once" }));
        Assert.Equal(again.Id, (string)method.Details![0]!["metadata"]!["superseded_by"]!);
    }

    [Fact]
    public async Task Rights_are_granted_in_part_and_never_more_than_was_asked()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        var asked = await turn.AskAsync("permissions", Json("""{"permissions":{"network":{"enabled":true},"fileSystem":{"write":["/a","/b"]}}}"""));
        Call Grant(string permissions, string scope = "session") => new(
            "a2a.interrupt.permissions.reply", new JsonObject { ["request_id"] = asked.Id, ["permissions"] = Json(permissions), ["scope"] = scope });

        Assert.Equal("permissions.fileSystem.write[1]", (await host.CallAsync(Grant("""{"fileSystem":{"write":["/a","/a/b"]}}"""))).Field);
        Assert.Equal("scope", (await host.CallAsync(Grant("{}", "ever"))).Field);
        var done = await host.CallAsync(Grant("""{"fileSystem":{"write":["/a"]}}"""));
        Assert.Equal($$$"""{"ok":true,"request_id":"{{{asked.Id}}}","permissions":{"fileSystem":{"write":["/a"]}},"scope":"session"}""", done.Result!.ToJsonString());
        var reply = (await turn.NextAsync<AnswerInterrupt>()).Reply;
        Assert.Equal(("session", """{"fileSystem":{"write":["/a"]}}"""), (reply.Scope, reply.Permissions!.ToJsonString()));
    }

    [Fact]
    public async Task A_form_is_filled_as_its_schema_says()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        var asked = await turn.AskAsync("elicitation", Json("""{"mode":"form","requested_schema":{"properties":{"n":{"type":"integer","maximum":3}},"required":["n"]}}"""));
        Call Fill(string action, string? content) => new(
            "a2a.interrupt.elicitation.reply", new JsonObject { ["request_id"] = asked.Id, ["action"] = action, ["content"] = content is null ? null : Json(content) });

        Assert.Equal("content.n", (await host.CallAsync(Fill("accept", """{"n":4}"""))).Field);
        Assert.Equal("content.n", (await host.CallAsync(Fill("accept", null))).Field);
        Assert.Equal("content", (await host.CallAsync(Fill("decline", "{}"))).Field);
        Assert.Equal("action", (await host.CallAsync(Fill("perhaps", null))).Field);
        var done = await host.CallAsync(Fill("accept", """{"n":3}"""));
        Assert.Equal($$$"""{"ok":true,"request_id":"{{{asked.Id}}}","action":"accept","content":{"n":3}}""", done.Result!.ToJsonString());
        Assert.Equal("""{"n":3}""", (await turn.NextAsync<AnswerInterrupt>()).Reply.Content!.ToJsonString());
    }

    [Fact]
    public async Task A_proposed_rule_is_taken_and_no_other()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        var asked = await turn.AskAsync("permission", Json("""{"amendments":{"execpolicy_amendment":["ls","-l"]}}"""));
        Call Amend(string? amendment, string reply = "amend") => new(
            "a2a.interrupt.permission.reply", new JsonObject { ["request_id"] = asked.Id, ["reply"] = reply, ["amendment"] = amendment is null ? null : Json(amendment) });

        Assert.Equal("amendment", (await host.CallAsync(Amend("""{"execpolicy_amendment":["rm"]}"""))).Field);
        Assert.Equal("amendment", (await host.CallAsync(Amend("""{"network_policy_amendment":{"host":"h","action":"allow"}}"""))).Field);
        Assert.Equal("amendment", (await host.CallAsync(Amend("""{"execpolicy_amendment":["ls","-l"]}""", "once"))).Field);
        Assert.Null((await host.CallAsync(Amend("""{"execpolicy_amendment":["ls","-l"]}"""))).Error);
        var reply = (await turn.NextAsync<AnswerInterrupt>()).Reply;
        Assert.Equal((InterruptDecision.Approve, new InterruptAmendment()), (reply.Decision, reply.Amendment));
    }

    [Fact]
    public async Task A_clients_own_word_comes_back_but_never_at_length()
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.CallAsync(new Call("codex.interrupts.list", new JsonObject { [new string('x', 100_000)] = 1 }));
        Assert.Equal("params", answer.Field);
        Assert.True(answer.Json!.ToJsonString().Length < 1000);
    }

    [Fact]
    public async Task Open_questions_are_listed_to_their_owner_by_type()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        var asked = await turn.AskAsync("permission", new JsonObject { ["permission"] = "command_execution" });
        await turn.AskAsync("question");

        var items = (await host.CallAsync(new Call("codex.interrupts.list", []))).Result!["items"]!.AsArray();
        Assert.Equal(2, items.Count);
        Assert.Equal((asked.Id, "permission", turn.TaskId), ((string)items[0]!["request_id"]!, (string)items[0]!["interrupt_type"]!, (string)items[0]!["task_id"]!));
        Assert.Equal("command_execution", (string)items[0]!["properties"]!["permission"]!);
        Assert.EndsWith("Z", (string)items[0]!["expires_at"]!, StringComparison.Ordinal);

        Assert.Single((await host.CallAsync(new Call("codex.interrupts.list", new JsonObject { ["interruptType"] = "question" }))).Result!["items"]!.AsArray());
        Assert.Equal("interrupt_type", (await host.CallAsync(new Call("codex.interrupts.list", new JsonObject { ["type"] = "riddle" }))).Field);
        Assert.Empty((await host.CallAsync(new Call("codex.interrupts.list", []) with { Token = ApiHost.Bob })).Result!["items"]!.AsArray());
    }

    private static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;

    [Fact]
    public async Task An_unknown_extension_method_is_told_which_there_are()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:EnableReviewControl"] = "true", ["A2A:EnableSessionShell"] = "true", ["A2A:EnableExecControl"] = "true" });
        var answer = await host.CallAsync(new Call("a2a.interrupt.nope", []));
        var supported = (string)answer.Details![0]!["metadata"]!["supported_methods"]!;
        Assert.StartsWith("a2a.interrupt.elicitation.reply, a2a.interrupt.permission.reply, a2a.interrupt.permissions.reply, a2a.interrupt.question.reject, a2a.interrupt.question.reply, codex.", supported, StringComparison.Ordinal);
        Assert.Equal(CodexA2A.Api.Extensions.KnownExtensions.All.SelectMany(known => known.Methods).Order(StringComparer.Ordinal), supported.Split(", "));
    }
}

using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Extensions;

/// <summary>The contracts of the predecessor codex-a2a, 1.3 and 0.2, as its clients know them: names, methods, params.</summary>
public sealed class SeedContractTests
{
    /// <summary>Every extension of it, by the names of both releases; the last is of a sister of it.</summary>
    [Theory]
    [InlineData("urn:codex-a2a:extension:session-binding:v1", "urn:a2a:session-binding/v1")]
    [InlineData("urn:codex-a2a:extension:stream-hints:v1", "urn:a2a:stream-hints/v1")]
    [InlineData("urn:codex-a2a:extension:interactive-interrupt:v1", "urn:a2a:interactive-interrupt/v1")]
    [InlineData("urn:codex-a2a:extension:session-query:v1", "urn:codex-a2a:codex-session-query/v1")]
    [InlineData("urn:codex-a2a:extension:discovery:v1", "urn:codex-a2a:codex-discovery/v1")]
    [InlineData("urn:codex-a2a:extension:thread-lifecycle:v1", "urn:codex-a2a:codex-thread-lifecycle/v1")]
    [InlineData("urn:codex-a2a:extension:interrupt-recovery:v1", "urn:codex-a2a:codex-interrupt-recovery/v1")]
    [InlineData("urn:codex-a2a:extension:turn-control:v1", "urn:codex-a2a:codex-turn-control/v1")]
    [InlineData("urn:codex-a2a:extension:review-control:v1", "urn:codex-a2a:codex-review/v1")]
    [InlineData("urn:codex-a2a:extension:exec-control:v1", "urn:codex-a2a:codex-exec/v1")]
    [InlineData("urn:codex-a2a:extension:wire-contract:v1", "urn:codex-a2a:wire-contract/v1")]
    [InlineData("urn:codex-a2a:extension:compatibility-profile:v1", "urn:codex-a2a:compatibility-profile/v1")]
    [InlineData("urn:codex-a2a:extension:model-selection:v1", "urn:a2a:model-selection/v1")]
    public async Task An_extension_is_answered_by_the_name_it_was_asked_by(string uri, string older)
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var asked in new[] { uri, older })
        {
            var answer = await host.CallAsync(Call.Send("x").At(immediately: true).WithHeader("A2A-Extensions", asked));
            Assert.Equal(asked, answer.Response.Headers.GetValues("A2A-Extensions").Single());
            Assert.Same(KnownExtensions.Find(uri), KnownExtensions.Find(asked));
        }
    }

    /// <summary>Its methods, each with its params as it wrote them and in camelCase; what is not found says so, and nothing is unknown.</summary>
    [Theory]
    [InlineData("codex.sessions.list", """{"limit":20}""", null)]
    [InlineData("codex.sessions.messages.list", """{"session_id":"t","limit":5}""", "SESSION_NOT_FOUND")]
    [InlineData("codex.sessions.messages.list", """{"sessionId":"t"}""", "SESSION_NOT_FOUND")]
    [InlineData("codex.threads.fork", """{"thread_id":"t","request":{"ephemeral":false}}""", "THREAD_NOT_FOUND")]
    [InlineData("codex.threads.archive", """{"threadId":"t"}""", "THREAD_NOT_FOUND")]
    [InlineData("codex.threads.unarchive", """{"thread_id":"t"}""", "THREAD_NOT_FOUND")]
    [InlineData("codex.threads.metadata.update", """{"thread_id":"t","request":{"git_info":{"sha":"a","branch":null,"origin_url":"u"}}}""", "THREAD_NOT_FOUND")]
    [InlineData("codex.threads.metadata.update", """{"threadId":"t","request":{"gitInfo":{"originUrl":null}}}""", "THREAD_NOT_FOUND")]
    [InlineData("codex.interrupts.list", """{"interrupt_type":"question"}""", null)]
    [InlineData("codex.turns.steer", """{"thread_id":"t","expected_turn_id":"u","request":{"parts":[{"type":"text","text":"x"},{"type":"image","url":"data:image/png;base64,iVBORw0KGgo="},{"type":"mention","name":"app","path":"app://a"},{"type":"skill","name":"s","path":"/s/SKILL.md"}]}}""", "THREAD_NOT_FOUND")]
    [InlineData("codex.review.start", """{"thread_id":"t","target":{"type":"commit","sha":"abc","title":"x"},"delivery":"inline"}""", "THREAD_NOT_FOUND")]
    [InlineData("codex.review.watch", """{"thread_id":"t","review_thread_id":"t","turn_id":"u","request":{"events":["review.started"]}}""", "THREAD_NOT_FOUND")]
    [InlineData("codex.sessions.prompt_async", """{"session_id":"t","request":{"parts":[{"type":"text","text":"x"}],"messageID":"m","agent":"a","system":"s","variant":"v"}}""", "SESSION_NOT_FOUND")]
    [InlineData("codex.sessions.command", """{"session_id":"t","request":{"command":"status","arguments":""}}""", "SESSION_NOT_FOUND")]
    [InlineData("a2a.interrupt.permission.reply", """{"request_id":"q","reply":"once","message":"m","metadata":{}}""", "INTERRUPT_REQUEST_NOT_FOUND")]
    [InlineData("a2a.interrupt.question.reply", """{"request_id":"q","answers":[["a"],["b","c"]]}""", "INTERRUPT_REQUEST_NOT_FOUND")]
    [InlineData("a2a.interrupt.question.reject", """{"requestId":"q"}""", "INTERRUPT_REQUEST_NOT_FOUND")]
    [InlineData("a2a.interrupt.permissions.reply", """{"request_id":"q","permissions":{},"scope":"turn"}""", "INTERRUPT_REQUEST_NOT_FOUND")]
    [InlineData("a2a.interrupt.elicitation.reply", """{"request_id":"q","action":"accept","content":{"a":1}}""", "INTERRUPT_REQUEST_NOT_FOUND")]
    public async Task A_method_takes_the_params_that_it_took(string method, string parameters, string? reason)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:EnableReviewControl"] = "true" });
        var answer = await host.CallAsync(new Call(method, JsonNode.Parse(parameters)!.AsObject()));
        Assert.True(reason == answer.Reason, answer.Json!.ToJsonString());
    }
}

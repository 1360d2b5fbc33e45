using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

// What Codex asks.
public sealed partial class AppServerConnectionTests
{
    [Fact]
    public async Task A_question_is_answered_exactly_once()
    {
        await using var subscription = _codex.Connection.Subscribe("t");
        await AskAsync(0);
        var request = await AskedAsync(subscription);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _codex.Connection.RespondAsync(
            request, new CommandApprovalResponse(CommandApprovalDecision.Accept), TestContext.Current.CancellationToken).AsTask()));
        Assert.Single(answers, answered => answered);
        Assert.Equal("""{"id":0,"result":{"decision":"accept"}}""", (await _codex.SentAsync()).ToJsonString());
        Assert.False(await _codex.Connection.RejectAsync(request, "late", TestContext.Current.CancellationToken));
        await PingAsync();
    }

    [Fact]
    public async Task A_question_that_is_resolved_or_of_another_process_is_not_answered()
    {
        await using var subscription = _codex.Connection.Subscribe("t");
        await AskAsync(0);
        var request = await AskedAsync(subscription);
        Assert.False(await DeclineAsync(request with { Generation = "another" }));
        await _codex.ReceiveAsync("""{"method":"serverRequest/resolved","params":{"threadId":"t","requestId":0}}""");
        await subscription.Messages.ReadAsync(TestContext.Current.CancellationToken);
        Assert.False(await DeclineAsync(request));
    }

    [Fact]
    public async Task An_answer_of_the_wrong_kind_is_a_mistake_of_ours()
    {
        await using var subscription = _codex.Connection.Subscribe("t");
        await AskAsync(0);
        var request = await AskedAsync(subscription);
        await Assert.ThrowsAsync<ArgumentException>(async () => await _codex.Connection.RespondAsync(
            request, new FileChangeApprovalResponse(FileChangeDecisions.Accept), TestContext.Current.CancellationToken));
        Assert.True(await DeclineAsync(request));
    }

    [Fact]
    public async Task A_question_of_an_unknown_kind_is_refused_at_once()
    {
        await _codex.ReceiveAsync("""{"method":"attestation/generate","id":"x-1","params":{}}""");
        var refusal = await _codex.SentAsync();
        Assert.Equal("x-1", refusal["id"]!.GetValue<string>());
        Assert.Equal(-32601, refusal["error"]!["code"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_question_of_a_turn_that_did_not_stop_is_neither_answered_nor_refused()
    {
        var subscription = _codex.Connection.Subscribe("t");
        await AskAsync(1);
        await PingAsync();
        _codex.Connection.Abandon("t");
        await subscription.DisposeAsync();
        await AskAsync(2);
        await AskAsync(3, thread: "another");

        Assert.Equal(3, (await _codex.SentAsync())["id"]!.GetValue<int>());
        await PingAsync();
        Assert.Equal(3, _codex.Meters["codex.requests.refused"]);
    }
}

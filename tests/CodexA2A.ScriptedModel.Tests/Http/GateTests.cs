using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.ScriptedModel.Tests.Http;

public sealed class GateTests(ModelFixture model) : IClassFixture<ModelFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_held_gate_freezes_the_stream_until_it_opens()
    {
        var gate = model.Server.Gate("middle");
        var answer = model.Client.AskAsync("#text tokens=4 gate=middle at=2", Cancel);
        await gate.WaitUntilReachedAsync(Cancel);
        await model.Client.AskAsync("#text", Cancel);

        Assert.False(answer.IsCompleted);
        Assert.Equal(1, gate.Arrivals);
        gate.Open();
        Assert.Equal("alpha1 bravo2 charlie3 delta4", (await answer).Text());
    }

    [Fact]
    public async Task What_comes_before_the_gate_has_been_sent()
    {
        var gate = model.Server.Gate("sent");
        using var response = await model.Client.SendAsync(Request.Of("#text tokens=4 gate=sent at=2"), Cancel);
        await using var events = ModelClient.ReadAsync(response, Cancel).GetAsyncEnumerator(Cancel);
        List<JsonObject> seen = [];
        for (var count = 0; count < 4; count++)
        {
            Assert.True(await events.MoveNextAsync());
            seen.Add(events.Current);
        }

        Assert.Equal("alpha1 bravo2", seen.Text());
        var next = events.MoveNextAsync();
        await gate.WaitUntilReachedAsync(Cancel);
        Assert.False(next.IsCompleted);
        gate.Open();
        Assert.True(await next);
    }

    [Fact]
    public async Task A_gate_that_nobody_holds_is_no_gate() =>
        Assert.Equal("alpha1 bravo2", (await model.Client.AskAsync("#text tokens=2 gate=unknown", Cancel)).Text());

    [Fact]
    public async Task A_gate_gives_up_after_the_hold_limit()
    {
        var time = new FakeTimeProvider();
        await using var server = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { Time = time }, Cancel);
        using var client = new ModelClient(server.BaseAddress);
        var gate = server.Gate("closed");
        var answer = client.AskAsync("#text gate=closed", Cancel);
        await gate.WaitUntilReachedAsync(Cancel);

        time.Advance(TimeSpan.FromMinutes(10));
        await Assert.ThrowsAnyAsync<IOException>(() => answer);
    }

    [Fact]
    public async Task Gates_work_over_http_for_tests_in_another_process()
    {
        var http = model.Client.Http;
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/control/gates/far", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await http.PostAsync("/control/gates/far", null, Cancel)).StatusCode);

        var answer = model.Client.AskAsync("#text tokens=2 gate=far", Cancel);
        await model.Server.Gate("far").WaitUntilReachedAsync(Cancel);
        Assert.Equal("{\"arrivals\":1}", await http.GetStringAsync("/control/gates/far", Cancel));

        Assert.Equal(HttpStatusCode.NoContent, (await http.DeleteAsync("/control/gates/far", Cancel)).StatusCode);
        Assert.Equal("alpha1 bravo2", (await answer).Text());
        Assert.Equal(HttpStatusCode.NotFound, (await http.DeleteAsync("/control/gates/far", Cancel)).StatusCode);
    }
}

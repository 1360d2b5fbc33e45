using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.Testing;

namespace CodexA2A.EndToEnd.Fleet;

/// <summary>A fleet over a Redis cluster of three masters (docs/operations.md, "How much one Redis carries, and what comes after it").</summary>
public sealed class ClusterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fleet_over_three_masters()
    {
        await using var fleet = await FleetStage.StartAsync(
            2, FleetStage.Alike(2), new Dictionary<string, string?> { ["Codex__ApprovalPolicy"] = "untrusted" },
            cluster: await RedisCluster.StartAsync(), cancellationToken: Token);

        // Asked at one Api, its runner killed, asked again and answered at the other.
        var asked = await fleet.Clients[0].SendAsync(A2AHttp.Message("Please do it."), Token);
        Assert.Equal(TaskState.InputRequired, asked.Status.State);
        await (await fleet.OwnerAsync(Token)).KillAsync(Token);
        var again = await Interrupts.AskedAgainAsync(fleet.Clients[1], asked.Id, Interrupts.Question(asked), Token);
        var answered = await Interrupts.ApproveAllAsync(fleet.Clients[1], again, Token);
        Assert.True(answered.Status.State == TaskState.Completed, $"{answered.Status}\n{fleet.Output}");

        var events = await fleet.Clients[1].CollectAsync(A2AHttp.Message("#slow tokens=60 delay=5"), Token);
        Ledger.Check(events);
        var streamed = Ledger.Fold(events);
        Assert.Equal(TaskState.Completed, streamed.Status.State);
        await Ledger.AssertLogAsync(fleet.Clients[0], streamed.Id, events, Token);

        // Contexts of their own, so of partitions all over the cluster.
        var more = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => fleet.Clients[i % 2].SendAsync(A2AHttp.Message("#text\nHello."), Token)));
        Assert.All(more, task => Assert.Equal(TaskState.Completed, task.Status.State));
        var listed = await fleet.Clients[0].CallAsync("ListTasks", new JsonObject { ["pageSize"] = 20 }, Token);
        Assert.Equal(
            more.Append(answered).Append(streamed).Select(task => task.Id).Order(), listed["tasks"]!.AsArray().Select(task => (string)task!["id"]!).Order());
    }
}

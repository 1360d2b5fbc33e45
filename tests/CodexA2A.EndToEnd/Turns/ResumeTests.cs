using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

public sealed class ResumeTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_disconnects_lose_nothing_and_repeat_nothing()
    {
        var client = shared.Stage.Client;
        var started = await client.SendAsync(A2AHttp.Message("#slow tokens=700 delay=8", returnImmediately: true), Token);
        var events = new List<(string? Id, StreamResponse Event)>();
        var disconnects = 0;
        var subscription = new JsonObject { ["id"] = started.Id };

        while (events.Count == 0 || events[^1].Event.StatusUpdate?.Status.State.IsTerminal != true)
        {
            var taken = 0;
            await foreach (var e in client.StreamAsync("SubscribeToTask", subscription, Token, events.LastOrDefault().Id ?? "0-1"))
            {
                events.Add(e);
                if (disconnects < 50 && ++taken == 3)
                {
                    disconnects++;
                    break;
                }
            }
        }

        Assert.Equal(50, disconnects);
        Assert.Equal(events.Count, events.Select(e => e.Id).Distinct().Count());
        var stored = await client.GetTaskAsync(started.Id, Token);
        var folded = events.Aggregate(started with { Artifacts = null }, (task, e) => TaskProjection.Apply(task, e.Event));
        Assert.Equal(Ledger.Text(stored), Ledger.Text(folded));
        Assert.Equal(700, Ledger.Text(stored).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task An_ended_task_can_be_read_again_from_any_event()
    {
        var client = shared.Stage.Client;
        var whole = await client.CollectAsync(A2AHttp.Message("#text tokens=6 delay=30"), Token);
        var subscription = new JsonObject { ["id"] = whole[0].Event.Task!.Id };

        for (var i = 0; i < whole.Count; i++)
        {
            var rest = new List<string?>();
            await foreach (var e in client.StreamAsync("SubscribeToTask", subscription, Token, whole[i].Id))
            {
                rest.Add(e.Id);
            }

            Assert.Equal(whole.Skip(i + 1).Select(e => e.Id), rest);
        }
    }
}

using System.Globalization;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>Two messages to one context at the same moment, again and again: never two turns at once. <c>CODEXA2A_PAIRS=500</c> plays them all.</summary>
public sealed class PairTests
{
    private static readonly int Pairs = int.Parse(Environment.GetEnvironmentVariable("CODEXA2A_PAIRS") ?? "25", CultureInfo.InvariantCulture);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_context_has_one_turn_at_a_time()
    {
        await using var stage = await RunnerStage.StartAsync();
        var tasks = new List<string>();
        for (var pair = 0; pair < Pairs; pair++)
        {
            var both = await Task.WhenAll(Task.Run(() => stage.SubmitAsync($"one {pair}"), Stop), Task.Run(() => stage.SubmitAsync($"two {pair}"), Stop));
            tasks.AddRange(both);
            await Task.WhenAll(both.Select(task => stage.EndAsync(task)));
        }

        var turns = new List<(string Id, DateTimeOffset From, DateTimeOffset To)>();
        foreach (var task in tasks)
        {
            turns.Add(await TurnAsync(stage, task));
        }

        // A second start while one runs would join it, and two tasks would have the same turn.
        Assert.Equal(2 * Pairs, turns.Select(turn => turn.Id).Distinct().Count());
        turns.Sort((a, b) => a.From.CompareTo(b.From));
        Assert.All(turns.Zip(turns.Skip(1)), two => Assert.True(two.First.To <= two.Second.From, $"{two.First} and {two.Second} ran at once."));
    }

    private static async Task<(string Id, DateTimeOffset From, DateTimeOffset To)> TurnAsync(RunnerStage stage, string task)
    {
        var statuses = new List<TaskStatusUpdateEvent>();
        await foreach (var batch in stage.Tasks.FollowAsync(RunnerStage.Alice, task, CodexA2A.Tasks.EventId.First, Stop))
        {
            statuses.AddRange(batch.Where(item => item.State is not null).Select(item => A2AJson.Deserialize<StreamResponse>(item.Payload.Span).StatusUpdate).OfType<TaskStatusUpdateEvent>());
        }

        Assert.Equal(TaskState.Completed, statuses[^1].Status.State);
        var begun = statuses.First(status => status.Metadata?["codex"]?["turn_id"] is not null);
        return ((string)begun.Metadata!["codex"]!["turn_id"]!, begun.Status.Timestamp!.Value, statuses[^1].Status.Timestamp!.Value);
    }
}

using CodexA2A.EndToEnd.Harness;
using Microsoft.Data.Sqlite;

namespace CodexA2A.EndToEnd.Losses;

public sealed class LostLeaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_store_is_away_turns_are_stopped_in_the_codex_that_lives_on_and_then_continued_there()
    {
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["A2A__Seam__LeaseTime"] = "00:00:02" }, cancellationToken: Token);
        var sent = await stage.Client.SendAsync(A2AHttp.Message("#slow tokens=2000 delay=20", "ctx-lease", returnImmediately: true), Token);
        await foreach (var (_, e) in stage.Client.StreamAsync("SubscribeToTask", new System.Text.Json.Nodes.JsonObject { ["id"] = sent.Id }, Token))
        {
            if (e.ArtifactUpdate is not null)
            {
                break;
            }
        }

        await using (var other = new SqliteConnection($"Data Source={Path.Combine(stage.Folder.Data, "tasks.db")};Pooling=False"))
        {
            await other.OpenAsync(Token);
            await using var blocked = await other.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, Token);
            await stage.Service.PrintedAsync("is lost; its turn is stopped", Token);
        }

        var ended = await stage.Client.EndAsync(sent.Id, Token);

        Assert.True(ended.Status.State == TaskState.Completed, $"{ended.Status}\n{stage.Service.Output}");
        Assert.Equal("TURN_CONTINUED", ended.Metadata?["codex"]?["recovery"]?["reason"]?.GetValue<string>());
        Assert.Contains(ended.Artifacts!, artifact => artifact.Metadata?["codex"]?["withdrawn"]?.GetValue<bool>() == true);
    }
}

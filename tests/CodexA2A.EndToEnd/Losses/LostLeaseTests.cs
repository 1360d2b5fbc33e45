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

        await LoseLeaseAsync(stage);

        var ended = await stage.Client.EndAsync(sent.Id, Token);

        Assert.True(ended.Status.State == TaskState.Completed, $"{ended.Status}\n{stage.Service.Output}");
        Assert.Equal("TURN_CONTINUED", ended.Metadata?["codex"]?["recovery"]?["reason"]?.GetValue<string>());
        Assert.Contains(ended.Artifacts!, artifact => artifact.Metadata?["codex"]?["withdrawn"]?.GetValue<bool>() == true);
    }

    [Fact]
    public async Task A_turn_that_could_not_be_stopped_gets_no_answer_and_so_does_not_end_as_if_it_had_one()
    {
        using var codex = new HeldCodex();
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?>
            {
                ["A2A__Seam__LeaseTime"] = "00:00:02",
                ["Runner__StopTimeout"] = "00:00:01",
                ["Codex__Executable"] = codex.Executable,
                ["Logging__LogLevel__CodexA2A.Runner.AppServer"] = "Information",
            },
            script: "say One moment.\ngate more\nescalate echo approved\nanswer It is done.\n",
            cancellationToken: Token);
        var gate = stage.Model.Gate("more");
        var sent = await stage.Client.SendAsync(A2AHttp.Message("#script", "ctx-deaf", returnImmediately: true), Token);
        await gate.WaitUntilReachedAsync(Token);
        codex.Deafen();

        await LoseLeaseAsync(stage);
        await stage.Service.PrintedAsync("a turn could not be stopped", Token);
        // Codex goes on with it, and asks.
        gate.Open();
        var ended = await stage.Client.EndAsync(sent.Id, Token);

        Assert.True(ended.Status.State == TaskState.Failed, $"{ended.Status}\n{stage.Service.Output}");
        Assert.Equal("TURN_INTERRUPTED", ended.Metadata?["codex"]?["error"]?["code"]?.GetValue<string>());
        Assert.DoesNotContain(ended.Artifacts!, artifact => artifact.Parts.Any(part => part.Text == "It is done."));
    }

    /// <summary>Keeps the store from the service for longer than its leases last.</summary>
    private static async Task LoseLeaseAsync(Stage stage)
    {
        await using var other = new SqliteConnection($"Data Source={Path.Combine(stage.Folder.Data, "tasks.db")};Pooling=False");
        await other.OpenAsync(Token);
        await using var blocked = await other.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, Token);
        await stage.Service.PrintedAsync("is lost; its turn is stopped", Token);
    }
}

using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>A Codex that, by its own schema, asks in another way than the supported one.</summary>
public sealed class DriftTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turns_that_could_ask_are_refused_and_the_probes_say_so()
    {
        using var codex = new DriftedCodex();
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["Codex__Executable"] = codex.Executable }, cancellationToken: Token);
        // The start of Codex waits a second for its schema; on a busy machine a turn may come before it is known.
        var task = await stage.Client.SendAsync(A2AHttp.Message("#text\nNever."), Token);
        await Waiting.ForAsync(
            async () => task.Status.State == TaskState.Failed || (task = await stage.Client.SendAsync(A2AHttp.Message("#text\nNever."), Token)).Status.State == TaskState.Failed, Token);

        Assert.Equal((TaskState.Failed, "CODEX_SCHEMA_DRIFT"), (task.Status.State, (string?)task.Metadata!["codex"]!["error"]!["code"]));
        Assert.Contains("Codex:OnSchemaDrift", task.Status.Message!.Parts[0].Text, StringComparison.Ordinal);
        Assert.Null(task.Artifacts);
        Assert.Contains("codex", await ReadyAsync(stage), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_never_they_run_and_nobody_is_asked()
    {
        using var codex = new DriftedCodex();
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?> { ["Codex__Executable"] = codex.Executable, ["Codex__OnSchemaDrift"] = "never" }, cancellationToken: Token);
        // The start of Codex waits a second for its schema; on a busy machine a turn could come before it is known.
        await Waiting.ForAsync(async () => (string?)(await CodexAsync(stage))["schema"] == "Drifted", Token);

        var task = await stage.Client.SendAsync(A2AHttp.Message("#escalate cmd=\"echo outside\""), Token);

        Assert.True(task.Status.State == TaskState.Completed, $"{task.Status}\n{stage.Service.Output}");
        var health = await CodexAsync(stage);
        Assert.Equal("Healthy", (string?)health["status"]);
        Assert.Contains("item/fileChange/requestApproval", (string?)health["schema_drift"], StringComparison.Ordinal);
    }

    private static async Task<JsonNode> CodexAsync(Stage stage)
    {
        // Not healthy until the schema is known.
        using var health = await stage.Client.Http.GetAsync(new Uri("/health", UriKind.Relative), Token);
        return JsonNode.Parse(await health.Content.ReadAsStringAsync(Token))!["checks"]!["codex"]!;
    }

    private static async Task<string> ReadyAsync(Stage stage)
    {
        using var ready = await stage.Client.Http.GetAsync(new Uri("/ready", UriKind.Relative), Token);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        return await ready.Content.ReadAsStringAsync(Token);
    }
}

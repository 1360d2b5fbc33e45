using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Push;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Access;

/// <summary>Everything of one principal that a call can name.</summary>
/// <param name="TaskId">A task that asks, with a webhook.</param>
/// <param name="ContextId">Its context.</param>
/// <param name="ThreadId">The thread of another context.</param>
/// <param name="RequestId">The question of the task.</param>
/// <param name="WebhookId">Its webhook.</param>
/// <param name="ProcessId">A command that runs.</param>
/// <param name="WatchId">The task of a watch.</param>
internal sealed record Things(string TaskId, string ContextId, string ThreadId, string RequestId, string WebhookId, string ProcessId, string WatchId)
{
    private static readonly RunnerIdentity Holder = new("holder", "home-of-tests");

    private IEnumerable<string> Ids => [TaskId, ContextId, ThreadId, RequestId, WebhookId, ProcessId, WatchId];

    /// <summary>Sets up what a principal has.</summary>
    public static async Task<Things> OfAsync(ApiHost host, Actor role)
    {
        var (token, name) = (role.SetUpToken, role.Name);
        await host.SubmitAsync(contextId: $"bound-{name}", token: token);
        await using (var first = await host.Runner.ClaimAsync())
        {
            await first.StatusAsync(TaskState.Completed, step: step => step.Binding = new($"thread-{name}", "home-of-tests"));
        }

        await host.SubmitAsync(contextId: $"asked-{name}", token: token);
        // Its session stays claimed, so that no other claim of the set-up finds it.
        var turn = await host.Runner.ClaimAsync();
        var asked = await turn.AskAsync(details: new JsonObject { ["command"] = "ls" });
        Assert.Null((await host.CallAsync(PushConfigTests.Create(turn.TaskId, "https://receiver.example/hook", config => config["id"] = $"hook-{name}") with { Token = token })).Error);
        var command = await host.CallAsync(ExecCalls.Start($"process-{name}") with { Token = token });
        Assert.Null(command.Error);
        var watch = await host.CallAsync(new Call("codex.discovery.watch", []) { Token = token });
        // Nor the sessions of these.
        while (await host.Queue.TryClaimAsync(Holder, TestContext.Current.CancellationToken) is not null)
        {
        }

        return new Things(turn.TaskId, turn.ContextId, $"thread-{name}", asked.Id, $"hook-{name}", $"process-{name}", (string)watch.Result!["task_id"]!);
    }

    /// <summary>The same shapes, that nobody has.</summary>
    public Things Nobodys() => new(Other(TaskId), Other(ContextId), Other(ThreadId), Other(RequestId), Other(WebhookId), Other(ProcessId), Other(WatchId));

    /// <summary>A text without these ids.</summary>
    public string Without(string text) => Ids.OrderByDescending(id => id.Length).Aggregate(text, (rest, id) => rest.Replace(id, new string('~', 8), StringComparison.Ordinal));

    /// <summary>As long, and of the same partition where that is in the id.</summary>
    private static string Other(string id) => id[..^2] + (id[^1] == '0' ? "10" : "01");
}

using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>One conversation in several contexts, by <c>metadata.shared.session.id</c>; and one folder for one turn at a time.</summary>
public sealed class NamedThreadTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private A2AHttp Client => shared.Stage.Client;

    [Fact]
    public async Task Another_context_goes_on_with_the_conversation_and_keeps_it()
    {
        var first = await Client.SendAsync(A2AHttp.Message("#text\nThe word is heron."), Token);
        var thread = Thread(first);

        var named = await Client.SendAsync(In(thread, A2AHttp.Message("#history")), Token);
        var after = await Client.SendAsync(A2AHttp.Message("#history", named.ContextId), Token);

        Assert.NotEqual(first.ContextId, named.ContextId);
        Assert.Equal((thread, thread), (Thread(named), Thread(after)));
        Assert.Contains("heron", Ledger.Text(named), StringComparison.Ordinal);
        Assert.Contains("heron", Ledger.Text(after), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_with_a_thread_of_its_own_moves_to_the_named_one()
    {
        var first = await Client.SendAsync(A2AHttp.Message("#text\nThe word is heron."), Token);
        var own = await Client.SendAsync(A2AHttp.Message("#text\nThe word is stork."), Token);

        var moved = await Client.SendAsync(In(Thread(first), A2AHttp.Message("#history", own.ContextId)), Token);
        var after = await Client.SendAsync(A2AHttp.Message("#history", own.ContextId), Token);

        Assert.Equal((Thread(first), Thread(first)), (Thread(moved), Thread(after)));
        Assert.Contains("heron", Ledger.Text(moved), StringComparison.Ordinal);
        Assert.DoesNotContain("stork", Ledger.Text(after), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_contexts_in_one_thread_take_turns()
    {
        var thread = Thread(await Client.SendAsync(A2AHttp.Message("#text\nHello."), Token));
        var gate = shared.Stage.Model.Gate($"one-{Guid.NewGuid():N}");
        var first = await Client.SendAsync(In(thread, A2AHttp.Message($"#slow tokens=3 delay=0 gate={gate.Name}", returnImmediately: true)), Token);
        await gate.WaitUntilReachedAsync(Token);

        var second = await Client.SendAsync(In(thread, A2AHttp.Message("#history", returnImmediately: true)), Token);
        await foreach (var (_, e) in Client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = second.Id }, Token))
        {
            if ((e.StatusUpdate?.Status ?? e.Task?.Status)?.Message?.Parts[0].Text?.Contains("waits for its end", StringComparison.Ordinal) == true)
            {
                break;
            }
        }

        Assert.Equal(TaskState.Working, (await Client.GetTaskAsync(first.Id, Token)).Status.State);
        gate.Open();

        var (one, two) = (await EndAsync(first.Id), await EndAsync(second.Id));
        Assert.Equal((TaskState.Completed, TaskState.Completed), (one.Status.State, two.Status.State));
        Assert.Contains(gate.Name, Ledger.Text(two), StringComparison.Ordinal);
        Assert.True(one.Status.Timestamp <= two.Status.Timestamp);
    }

    [Fact]
    public async Task A_turn_that_waits_for_the_thread_can_be_canceled()
    {
        var thread = Thread(await Client.SendAsync(A2AHttp.Message("#text\nHello."), Token));
        var gate = shared.Stage.Model.Gate($"two-{Guid.NewGuid():N}");
        var first = await Client.SendAsync(In(thread, A2AHttp.Message($"#slow tokens=3 delay=0 gate={gate.Name}", returnImmediately: true)), Token);
        await gate.WaitUntilReachedAsync(Token);
        var second = await Client.SendAsync(In(thread, A2AHttp.Message("#text\nNever said.", returnImmediately: true)), Token);

        Assert.Equal(TaskState.Canceled, (await Client.CancelAsync(second.Id, Token)).Status.State);
        gate.Open();

        Assert.Equal(TaskState.Completed, (await EndAsync(first.Id)).Status.State);
    }

    [Fact]
    public async Task With_exclusive_workspaces_one_folder_has_one_turn()
    {
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["Workspaces__Exclusive"] = "true" }, cancellationToken: Token);
        var other = Directory.CreateDirectory(Path.Combine(stage.Folder.Workspace, "other")).Name;
        var gate = stage.Model.Gate("folder");
        var first = await stage.Client.SendAsync(A2AHttp.Message("#slow tokens=3 delay=0 gate=folder", returnImmediately: true), Token);
        await gate.WaitUntilReachedAsync(Token);

        var second = await stage.Client.SendAsync(A2AHttp.Message("#text\nSecond.", returnImmediately: true), Token);
        var elsewhere = A2AHttp.Message("#text\nElsewhere.");
        elsewhere["metadata"] = new JsonObject { ["codex"] = new JsonObject { ["directory"] = other } };
        Assert.Equal(TaskState.Completed, (await stage.Client.SendAsync(elsewhere, Token)).Status.State);
        Assert.False((await stage.Client.GetTaskAsync(second.Id, Token)).Status.State.IsTerminal);
        Assert.NotEmpty(FolderLocks());
        gate.Open();

        Assert.Equal(TaskState.Completed, (await EndAsync(first.Id, stage.Client)).Status.State);
        Assert.Equal(TaskState.Completed, (await EndAsync(second.Id, stage.Client)).Status.State);
        await Waiting.ForAsync(() => FolderLocks().Length == 0, Token);

        string[] FolderLocks() => Directory.GetFiles(Path.Combine(stage.Folder.CodexHome, "a2a-locks"), "folder-*");
    }

    private static JsonObject In(string thread, JsonObject message)
    {
        message["message"]!["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = thread } } };
        return message;
    }

    private static string Thread(AgentTask task) => (string)task.Metadata!["shared"]!["session"]!["id"]!;

    private async Task<AgentTask> EndAsync(string id, A2AHttp? client = null)
    {
        client ??= Client;
        await foreach (var _ in client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, Token, "0-1"))
        {
            // To its end.
        }

        return await client.GetTaskAsync(id, Token);
    }
}

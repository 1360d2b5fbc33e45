using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

public sealed class StreamTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private A2AHttp Client => shared.Stage.Client;

    [Fact]
    public async Task Text_streams_and_the_stored_task_is_what_was_streamed()
    {
        var events = await Client.CollectAsync(A2AHttp.Message("#text tokens=20 delay=5"), Token);

        Ledger.Check(events);
        var streamed = Ledger.Fold(events);
        Assert.Equal(TaskState.Completed, streamed.Status.State);
        var stored = await Client.GetTaskAsync(streamed.Id, Token);
        Assert.Equal(Ledger.Text(streamed), Ledger.Text(stored));
        Assert.Equal(20, Ledger.Text(stored).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("#text tokens=20 delay=5", Assert.Single(stored.History!).Parts[0].Text);
    }

    [Fact]
    public async Task Reasoning_is_an_artifact_of_its_own()
    {
        var events = await Client.CollectAsync(A2AHttp.Message("#reasoning\nThe answer is 42."), Token);

        Ledger.Check(events);
        var task = Ledger.Fold(events);
        Assert.Equal("The answer is 42.", Ledger.Text(task));
        Assert.NotEmpty(Ledger.Text(task, "reasoning"));
    }

    [Fact]
    public async Task A_command_runs_and_its_output_is_in_the_task()
    {
        var events = await Client.CollectAsync(A2AHttp.Message("#shell cmd=\"echo one two three\""), Token);

        Ledger.Check(events);
        var task = Ledger.Fold(events);
        Assert.Equal(TaskState.Completed, task.Status.State);
        var tool = Assert.Single(task.Artifacts!, artifact => artifact.Name == "tool");
        var state = Assert.Single(tool.Parts).Data!.Value;
        Assert.Equal("state", state.GetProperty("kind").GetString());
        Assert.Equal("completed", state.GetProperty("status").GetString());
        Assert.Contains("one two three", state.GetProperty("output").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patch_changes_the_workspace_and_the_task_has_its_diff()
    {
        var name = $"notes-{Guid.NewGuid():N}.txt";

        var events = await Client.CollectAsync(A2AHttp.Message($"#patch file={name}"), Token);

        Ledger.Check(events);
        var task = Ledger.Fold(events);
        Assert.Equal(TaskState.Completed, task.Status.State);
        Assert.True(File.Exists(Path.Combine(shared.Stage.Folder.Workspace, name)));
        Assert.Contains(name, string.Concat(task.Artifacts!.Single(artifact => artifact.Name == "diff").Parts.Select(part => part.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blocking_send_answers_with_the_finished_task()
    {
        var task = await Client.SendAsync(A2AHttp.Message("#text\nJust this."), Token);

        Assert.Equal(TaskState.Completed, task.Status.State);
        Assert.Equal("Just this.", Ledger.Text(task));
    }

    [Fact]
    public async Task Two_messages_to_one_context_run_in_order_in_one_thread()
    {
        var context = $"ctx-{Guid.NewGuid():N}";
        var first = Client.SendAsync(A2AHttp.Message("#text tokens=5 delay=20", context), Token);
        var second = Client.SendAsync(A2AHttp.Message("#history", context, returnImmediately: false), Token);

        var tasks = await Task.WhenAll(first, second);

        Assert.All(tasks, task => Assert.Equal(TaskState.Completed, task.Status.State));
        var threads = tasks.Select(task => task.Metadata!["shared"]!["session"]!["id"]!.GetValue<string>()).Distinct();
        Assert.Single(threads);
    }

    [Fact]
    public async Task A_failed_model_gives_a_named_failure_and_the_next_turn_works()
    {
        var context = $"ctx-{Guid.NewGuid():N}";
        var failed = await Client.SendAsync(A2AHttp.Message("#quota", context), Token);
        var next = await Client.SendAsync(A2AHttp.Message("#text\nStill here.", context), Token);

        Assert.Equal(TaskState.Failed, failed.Status.State);
        Assert.Equal("USAGE_LIMIT_EXCEEDED", failed.Metadata!["codex"]!["error"]!["code"]!.GetValue<string>());
        Assert.Equal(TaskState.Completed, next.Status.State);
    }

    [Fact]
    public async Task A_broken_stream_is_withdrawn_and_told_again()
    {
        var events = await Client.CollectAsync(A2AHttp.Message("#cut tokens=10"), Token);

        Ledger.Check(events);
        var task = Ledger.Fold(events);
        Assert.Equal(TaskState.Completed, task.Status.State);
        Assert.Contains(events, e => e.Event.ArtifactUpdate?.Artifact.Metadata?["codex"]?["withdrawn"]?.GetValue<bool>() == true);
    }

    [Fact]
    public async Task Cancel_in_the_middle_ends_the_task_and_the_thread_goes_on()
    {
        var context = $"ctx-{Guid.NewGuid():N}";
        string? id = null;
        var events = new List<(string? Id, StreamResponse Event)>();
        await foreach (var e in Client.StreamAsync("SendStreamingMessage", A2AHttp.Message("#slow tokens=500 delay=20", context), Token))
        {
            events.Add(e);
            if (id is null && e.Event.ArtifactUpdate is { } update)
            {
                id = update.TaskId;
                var canceled = await Client.CancelAsync(id, Token);
                Assert.Equal(TaskState.Canceled, canceled.Status.State);
            }
        }

        Ledger.Check(events);
        Assert.Equal(TaskState.Canceled, events[^1].Event.StatusUpdate!.Status.State);
        var next = await Client.SendAsync(A2AHttp.Message("#text\nGoing on.", context), Token);
        Assert.Equal("Going on.", Ledger.Text(next));
    }
}

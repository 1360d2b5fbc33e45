using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Exec;

/// <summary>Commands of callers with the real Codex, in one process.</summary>
public sealed class ExecTests(ExecTests.Shared shared) : IClassFixture<ExecTests.Shared>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private A2AHttp Client => shared.Client;

    [Fact]
    public async Task What_a_command_prints_is_streamed_and_its_exit_code_ends_the_task()
    {
        var (id, process) = await ExecStage.StartAsync(Client, ExecStage.Shell("echo hi; printf 'h\\303\\251\\n'; echo err >&2", ("process_id", "mine-1")));
        var events = new List<StreamResponse>();
        await foreach (var (_, e) in Client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, Token, lastEventId: "0-1"))
        {
            events.Add(e);
        }

        var task = await Client.GetTaskAsync(id, Token);
        Assert.True(task.Status.State == TaskState.Completed, $"{task.Status.Message?.Parts[0].Text}\n{shared.Stage.Service.Output}");
        Assert.Equal(("mine-1", "codex.exec:mine-1"), (process, task.ContextId));
        Assert.Equal("hi\nh\u00e9\nerr\n".Order(), string.Concat(events.Select(ExecStage.Text)).Order());
        var pieces = events.Where(e => ExecStage.Text(e).Length > 0).Select(e => e.ArtifactUpdate!.Metadata!["codex"]!["exec"]!).ToList();
        Assert.Equal("hi\nh\u00e9\n", Encoding.UTF8.GetString([.. pieces.Where(one => (string)one["stream"]! == "stdout").SelectMany(one => Convert.FromBase64String((string)one["delta_base64"]!))]));
        Assert.Equal("err\n", Encoding.UTF8.GetString([.. pieces.Where(one => (string)one["stream"]! == "stderr").SelectMany(one => Convert.FromBase64String((string)one["delta_base64"]!))]));
        Assert.Equal(0, (int)ExecStage.Output(task)["exit_code"]!);
        var exec = ExecStage.Exec(task);
        Assert.Equal(("mine-1", "completed", 0, false, false), ((string)exec["process_id"]!, (string)exec["phase"]!, (int)exec["exit_code"]!, (bool)exec["terminated"]!, (bool)exec["tty"]!));
        var sources = events.Select(e => (string?)(e.ArtifactUpdate?.Artifact.Metadata ?? e.StatusUpdate?.Metadata)?["shared"]?["stream"]?["source"]).Distinct();
        Assert.Equal(["codex.exec.status", "codex.exec.output_delta", "codex.exec.result"], sources);
        // The name is free again.
        Assert.Equal("mine-1", (await ExecStage.StartAsync(Client, ExecStage.Shell("true", ("process_id", "mine-1")))).Process);
    }

    [Fact]
    public async Task A_terminal_is_typed_to_and_resized()
    {
        var (id, process) = await ExecStage.StartAsync(Client, ExecStage.Shell(
            "stty size; read x; echo got $x; read y; stty size", ("tty", true), ("rows", 33), ("cols", 101)));
        await ExecStage.PrintedAsync(Client, id, "33 101");

        var wrote = await ExecStage.DriveAsync(Client, "write", process, ("delta_base64", ExecStage.Base64("hello\n")));
        Assert.Equal(new JsonObject { ["ok"] = true, ["process_id"] = process }.ToJsonString(), wrote["result"]?.ToJsonString());
        await ExecStage.PrintedAsync(Client, id, "got hello");
        Assert.NotNull((await ExecStage.DriveAsync(Client, "resize", process, ("rows", 40), ("cols", 120)))["result"]);
        Assert.NotNull((await ExecStage.DriveAsync(Client, "write", process, ("deltaBase64", ExecStage.Base64("go\n"))))["result"]);

        var task = await Client.EndAsync(id, Token);
        Assert.Equal(TaskState.Completed, task.Status.State);
        Assert.Contains("40 120", (string)ExecStage.Output(task)["text"]!, StringComparison.Ordinal);
        Assert.Equal("EXEC_SESSION_NOT_FOUND", ExecStage.Reason(await ExecStage.DriveAsync(Client, "write", process, ("close_stdin", true))));
    }

    [Fact]
    public async Task Closed_input_ends_what_reads_it_and_what_has_no_terminal_is_not_resized()
    {
        var (id, process) = await ExecStage.StartAsync(Client, ExecStage.Shell("cat; exit 3"));
        Assert.Equal("EXEC_REJECTED", ExecStage.Reason(await ExecStage.DriveAsync(Client, "resize", process, ("rows", 1), ("cols", 1))));
        Assert.NotNull((await ExecStage.DriveAsync(Client, "write", process, ("delta_base64", ExecStage.Base64("abc")), ("close_stdin", true)))["result"]);

        var task = await Client.EndAsync(id, Token);
        Assert.Equal((TaskState.Failed, "EXEC_FAILED", 3), (task.Status.State, Loss.Code(task), (int)ExecStage.Exec(task)["exit_code"]!));
        Assert.Equal("abc", (string)ExecStage.Output(task)["text"]!);
    }

    [Fact]
    public async Task After_its_time_it_is_ended_with_all_that_it_started()
    {
        var seconds = ExecStage.Seconds();
        var (id, _) = await ExecStage.StartAsync(Client, ExecStage.Shell($"sleep {seconds} & sleep {seconds}", ("timeout_ms", 700)));

        var task = await Client.EndAsync(id, Token);

        Assert.Equal((TaskState.Failed, "EXEC_TIMEOUT", 124), (task.Status.State, Loss.Code(task), (int)ExecStage.Exec(task)["exit_code"]!));
        await ExecStage.AssertGoneAsync(seconds, Token);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ended_by_its_caller_nothing_of_it_is_left_after_a_second(bool byCancel)
    {
        var seconds = ExecStage.Seconds();
        var (id, process) = await ExecStage.StartAsync(Client, ExecStage.Shell($"sleep {seconds} & setsid sleep {seconds} & trap '' TERM HUP INT; echo on; sleep {seconds}; sleep {seconds}"));
        await ExecStage.PrintedAsync(Client, id, "on");
        await Waiting.ForAsync(() => CodexProcesses.IsRunning("sleep", seconds), Token);

        if (byCancel)
        {
            Assert.Equal(TaskState.Canceled, (await Client.CancelAsync(id, Token)).Status.State);
        }
        else
        {
            Assert.NotNull((await ExecStage.DriveAsync(Client, "terminate", process))["result"]);
        }

        await ExecStage.AssertGoneAsync(seconds, Token);
        var task = await Client.EndAsync(id, Token);
        Assert.Equal((TaskState.Canceled, "terminated", true), (task.Status.State, (string)ExecStage.Exec(task)["phase"]!, (bool)ExecStage.Exec(task)["terminated"]!));
    }

    [Fact]
    public async Task What_it_does_not_read_does_not_keep_it_from_being_ended()
    {
        var seconds = ExecStage.Seconds();
        var (id, process) = await ExecStage.StartAsync(Client, ExecStage.Shell($"echo on; sleep {seconds}"));
        await ExecStage.PrintedAsync(Client, id, "on");
        var full = new TaskCompletionSource();
        var writes = Enumerable.Range(0, 300).Select(async _ =>
        {
            if (ExecStage.Reason(await ExecStage.DriveAsync(Client, "write", process, ("delta_base64", ExecStage.Base64(new string('x', 8192))))) == "EXEC_INPUT_FULL") full.TrySetResult();
        }).ToList();
        await Task.WhenAny(full.Task, Task.WhenAll(writes));

        Assert.NotNull((await ExecStage.DriveAsync(Client, "terminate", process))["result"]);

        Assert.Equal(TaskState.Canceled, (await Client.EndAsync(id, Token)).Status.State);
        await ExecStage.AssertGoneAsync(seconds, Token);
        await Task.WhenAll(writes);
        Assert.True(full.Task.IsCompleted);
        // Codex goes on.
        Assert.DoesNotContain("did not end a command", shared.Stage.Service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stays_in_the_sandbox_and_in_the_workspace()
    {
        Directory.CreateDirectory(Path.Combine(shared.Stage.Folder.Workspace, "sub"));
        var parameters = ExecStage.Shell("pwd; touch inside && touch /etc/outside-$$");
        parameters["metadata"] = new JsonObject { ["codex"] = new JsonObject { ["directory"] = "sub" } };
        var task = await Client.EndAsync((await ExecStage.StartAsync(Client, parameters)).Task, Token);
        Assert.Equal((TaskState.Failed, "EXEC_FAILED"), (task.Status.State, Loss.Code(task)));
        Assert.True(File.Exists(Path.Combine(shared.Stage.Folder.Workspace, "sub", "inside")));

        parameters["metadata"]!["codex"]!["directory"] = "../..";
        var outside = await Client.RawAsync("codex.exec.start", parameters, Token);
        Assert.Contains("metadata.codex.directory", outside["error"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_callers_command_is_unknown_and_who_lacks_the_capability_is_refused()
    {
        using var bob = new A2AHttp(shared.Stage.Service.Address, ExecStage.Bob);
        var (id, process) = await ExecStage.StartAsync(Client, ExecStage.Shell("cat"));
        var own = await ExecStage.StartAsync(bob, ExecStage.Shell("cat", ("process_id", "bobs")));
        foreach (var method in (string[])["write", "terminate"])
        {
            (string, JsonNode)[] more = method == "write" ? [("close_stdin", true)] : [];
            var foreign = await ExecStage.DriveAsync(bob, method, process, more);
            var unknown = await ExecStage.DriveAsync(bob, method, new string('x', process.Length), more);
            Assert.Equal("EXEC_SESSION_NOT_FOUND", ExecStage.Reason(foreign));
            Assert.Equal(unknown["error"]!.ToJsonString().Replace(new string('x', process.Length), process, StringComparison.Ordinal), foreign["error"]!.ToJsonString());
        }

        Assert.Equal(TaskState.Working, (await Client.GetTaskAsync(id, Token)).Status.State);
        Assert.Contains("process_id", (await bob.RawAsync("codex.exec.start", ExecStage.Shell("cat", ("process_id", "bobs")), Token))["error"]!.ToJsonString(), StringComparison.Ordinal);
        // The same name is another command of another caller.
        var same = await ExecStage.StartAsync(Client, ExecStage.Shell("cat", ("process_id", "bobs")));
        Assert.NotEqual(own.Task, same.Task);
        foreach (var (client, name) in new[] { (Client, process), (Client, "bobs"), (bob, "bobs") })
        {
            Assert.NotNull((await ExecStage.DriveAsync(client, "write", name, ("close_stdin", true)))["result"]);
        }

        Assert.Equal(TaskState.Completed, (await Client.EndAsync(id, Token)).Status.State);
        Assert.Equal("AUTHORIZATION_FORBIDDEN", ExecStage.Reason(await shared.Stage.Client.RawAsync("codex.exec.start", ExecStage.Shell("true"), Token)));
    }

    [Fact]
    public async Task Much_output_is_cut_where_it_was_said_and_kept_as_first_and_last_half()
    {
        var (id, _) = await ExecStage.StartAsync(Client, ExecStage.Shell("yes 0123456789 | head -c 900000", ("output_bytes_cap", 500_000)));
        var task = await Client.EndAsync(id, Token);
        Assert.Equal(TaskState.Completed, task.Status.State);
        var output = ExecStage.Output(task);
        Assert.True((bool)output["cap_reached"]!);
        Assert.InRange(((string)output["text"]!).Length, 60_000, 66_000);
        // The mark between the halves takes its room, too.
        Assert.InRange((long)output["truncated_bytes"]!, 500_000 - 65_536, 500_000 - 65_000);
    }

    /// <summary>The service of this class, and alice's client.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        internal Stage Stage { get; private set; } = null!;

        internal A2AHttp Client { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Stage = await Stage.StartAsync(ExecStage.Settings(), cancellationToken: Token);
            Client = new A2AHttp(Stage.Service.Address, ExecStage.Alice);
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Stage.DisposeAsync();
        }
    }
}

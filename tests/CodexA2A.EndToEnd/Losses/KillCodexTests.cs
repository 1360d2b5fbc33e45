using System.Diagnostics;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Losses;

public sealed class KillCodexTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_the_middle_of_a_turn_the_task_fails_by_name_and_the_next_turn_works()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        var events = new List<(string? Id, StreamResponse Event)>();
        var killed = 0L;
        await foreach (var e in stage.Client.StreamAsync("SendStreamingMessage", A2AHttp.Message("#slow tokens=2000 delay=20", "ctx-codex"), Token))
        {
            events.Add(e);
            if (killed == 0 && e.Event.ArtifactUpdate is not null)
            {
                killed = Stopwatch.GetTimestamp();
                CodexProcesses.Kill(stage.Service.ProcessId);
            }
        }

        Ledger.Check(events);
        var end = events[^1].Event.StatusUpdate!;
        Assert.Equal(TaskState.Failed, end.Status.State);
        Assert.Equal("CODEX_DIED", end.Metadata!["codex"]!["error"]!["code"]!.GetValue<string>());
        Assert.True(Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(10));
        var next = await stage.Client.SendAsync(A2AHttp.Message("#text\nA new process.", "ctx-codex"), Token);
        Assert.Equal("A new process.", Ledger.Text(next));
    }

    [Fact]
    public async Task What_it_ran_outside_the_sandbox_ends_with_it()
    {
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?> { ["Codex__SandboxMode"] = "danger-full-access", ["Codex__ApprovalPolicy"] = "never" }, cancellationToken: Token);
        var file = Path.Combine(stage.Folder.Workspace, "pid.txt");
        var events = new List<(string? Id, StreamResponse Event)>();
        var command = $"echo $$ > {file}.new; mv {file}.new {file}; while :; do sleep 0.1; done";
        await foreach (var e in stage.Client.StreamAsync("SendStreamingMessage", A2AHttp.Message($"#shell\n{command}"), Token))
        {
            events.Add(e);
            if (e.Event.ArtifactUpdate?.Artifact.Name == "tool" && events.Count(known => known.Event.ArtifactUpdate?.Artifact.Name == "tool") == 1)
            {
                await Waiting.ForAsync(() => File.Exists(file), Token);
                CodexProcesses.Kill(stage.Service.ProcessId);
            }
        }

        Assert.Equal(TaskState.Failed, events[^1].Event.StatusUpdate!.Status.State);
        var pid = int.Parse(await File.ReadAllTextAsync(file, Token), System.Globalization.CultureInfo.InvariantCulture);
        Assert.False(CodexProcesses.IsAlive(pid), "The command still runs.");
    }

    [Fact]
    public async Task It_is_in_a_session_of_its_own_so_that_the_terminal_is_not_its()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        await stage.Client.SendAsync(A2AHttp.Message("#text"), Token);
        var pid = Assert.Single(CodexProcesses.Of(stage.Service.ProcessId));
        Assert.Equal($"{pid}", CodexProcesses.Stat(pid)![3]);
    }

    [Fact]
    public async Task Killed_while_a_command_runs_or_a_person_is_asked_the_task_fails_by_name()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        var marker = Path.Combine(stage.Folder.Workspace, "ran.txt");
        var running = await Loss.UntilAsync(stage, $"#shell\necho line >> {marker}; while :; do sleep 0.1; done", Loss.Artifact("tool"));
        await Waiting.ForAsync(() => File.Exists(marker), Token);
        var asked = await stage.Client.SendAsync(A2AHttp.Message("#escalate cmd=\"echo asked\""), Token);
        Assert.Equal(TaskState.InputRequired, asked.Status.State);

        CodexProcesses.Kill(stage.Service.ProcessId);
        var (cut, unanswered) = (await stage.Client.EndAsync(running, Token), await stage.Client.EndAsync(asked.Id, Token));

        Assert.Equal((TaskState.Failed, "CODEX_DIED"), (cut.Status.State, Loss.Code(cut)));
        Assert.Equal((TaskState.Failed, "CODEX_DIED"), (unanswered.Status.State, Loss.Code(unanswered)));
        Assert.Single(await File.ReadAllLinesAsync(marker, Token));
        var late = await stage.Client.RawAsync("SendMessage", A2AHttp.Message("approve", taskId: asked.Id), Token);
        Assert.NotNull(late["error"]);
        var next = await stage.Client.SendAsync(A2AHttp.Message("#text\nA new process.", asked.ContextId), Token);
        Assert.Equal("A new process.", Ledger.Text(next));
    }
}

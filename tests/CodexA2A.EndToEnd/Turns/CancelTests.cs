using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>A cancel at every moment of a turn.</summary>
public sealed class CancelTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private A2AHttp Client => shared.Stage.Client;

    [Fact]
    public async Task While_a_command_runs_it_ends_the_command_too()
    {
        var context = $"ctx-{Guid.NewGuid():N}";
        var seconds = $"{100_000 + Random.Shared.Next(800_000)}";
        var sent = await Client.SendAsync(A2AHttp.Message($"#shell cmd=\"sleep {seconds}\"", context, returnImmediately: true), Token);
        await foreach (var (_, e) in Client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = sent.Id }, Token))
        {
            if (e.ArtifactUpdate?.Artifact.Name == "tool")
            {
                break;
            }
        }

        await Waiting.ForAsync(() => IsRunning(seconds), Token);
        var canceled = await Client.CancelAsync(sent.Id, Token);

        Assert.Equal(TaskState.Canceled, canceled.Status.State);
        await Waiting.ForAsync(() => !IsRunning(seconds), Token);
        Assert.Equal("Going on.", Ledger.Text(await Client.SendAsync(A2AHttp.Message("#text\nGoing on.", context), Token)));
    }

    [Fact]
    public async Task While_it_waits_behind_another_turn_it_ends_at_once_and_the_other_goes_on()
    {
        var context = $"ctx-{Guid.NewGuid():N}";
        var gate = shared.Stage.Model.Gate(context);
        var first = await Client.SendAsync(A2AHttp.Message($"#text tokens=4 gate={context} at=2", context, returnImmediately: true), Token);
        await gate.WaitUntilReachedAsync(Token);
        var second = await Client.SendAsync(A2AHttp.Message("#shell cmd=\"echo never\"", context, returnImmediately: true), Token);

        var canceled = await Client.CancelAsync(second.Id, Token);

        Assert.Equal((TaskState.Submitted, TaskState.Canceled), (second.Status.State, canceled.Status.State));
        Assert.Null(canceled.Artifacts);
        Assert.Equal(TaskState.Working, (await Client.GetTaskAsync(first.Id, Token)).Status.State);
        gate.Open();
        Assert.Equal(TaskState.Completed, (await Client.EndAsync(first.Id, Token)).Status.State);
    }

    [Fact]
    public async Task While_its_thread_opens_it_ends_at_once_and_the_next_turn_works()
    {
        using var codex = new HeldCodex();
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?> { ["Codex__Executable"] = codex.Executable, ["Runner__PrestartedThreads"] = "0" }, cancellationToken: Token);
        codex.HoldThreadStart();
        var sent = await stage.Client.SendAsync(A2AHttp.Message("#text\nNever.", "ctx-open", returnImmediately: true), Token);
        await codex.HeldAsync(Token);

        var canceled = await stage.Client.CancelAsync(sent.Id, Token);

        Assert.Equal(TaskState.Canceled, canceled.Status.State);
        codex.LetGo();
        var next = await stage.Client.SendAsync(A2AHttp.Message("#text\nGoing on.", "ctx-open"), Token);
        Assert.True(next.Status.State == TaskState.Completed, $"{next.Metadata}\n{stage.Service.Output}");
        Assert.Equal("Going on.", Ledger.Text(next));
    }

    private static bool IsRunning(string seconds) => Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
        .Any(folder => CommandLine(folder) == $"sleep\0{seconds}\0");

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return "";
        }
    }
}

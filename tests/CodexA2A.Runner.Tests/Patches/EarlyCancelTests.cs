using CodexA2A.Runner.Tests.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Patches;

/// <summary>A cancel that comes while it is being stored how the files are before the turn begins.</summary>
[Collection(nameof(CountedGit))]
public sealed class EarlyCancelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("codex-a2a-git-").FullName;
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ends_the_turn_before_Codex_hears_of_it()
    {
        var program = Path.Combine(_folder, "git");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\n: > '{_folder}/asked'\nexec sleep 1000\n", Stop);
        PatchStage.MakeExecutable(program);
        Environment.SetEnvironmentVariable("PATH", $"{_folder}:{_path}");
        await using var stage = await RunnerStage.StartAsync(settings: ("Runner:PatchTimeout", "00:01:00"));
        var task = await stage.SubmitAsync("hello");
        await RunnerStage.HoldsAsync(() => File.Exists(Path.Combine(_folder, "asked")));

        await stage.Queue.SendAsync(new CancelTurn { TaskId = task, Owner = RunnerStage.Alice }, Stop);

        var ended = await stage.EndAsync(task);
        Assert.Equal(TaskState.Canceled, ended.Status.State);
        Assert.Null(ended.Metadata?["codex"]?["turn_id"]);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        Directory.Delete(_folder, recursive: true);
    }
}

namespace CodexA2A.Runner.Tests.Patches;

/// <summary>Writes down each call of git by this process, from its making to its end: a program of that name stands in front of the real one.</summary>
public sealed class CountedGit : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("codex-a2a-git-").FullName;
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");
    private readonly Dictionary<string, int> _forgotten = [];

    public CountedGit()
    {
        var real = _path!.Split(':').Select(folder => Path.Combine(folder, "git")).First(File.Exists);
        var program = Path.Combine(_folder, "git");
        File.WriteAllText(program, $"#!/bin/sh\necho \"$PWD $*\" >> '{Log}'\nexec '{real}' \"$@\"\n");
        PatchStage.MakeExecutable(program);
        Environment.SetEnvironmentVariable("PATH", $"{_folder}:{_path}");
    }

    private string Log => Path.Combine(_folder, "calls");

    /// <summary>The calls of the service for a workspace.</summary>
    internal IReadOnlyList<string> Calls(PatchStage stage) =>
        [.. (File.Exists(Log) ? File.ReadAllLines(Log) : []).Where(call => call.StartsWith(stage.Workspace, StringComparison.Ordinal) && call.Contains("core.fsmonitor=false", StringComparison.Ordinal)).Skip(_forgotten.GetValueOrDefault(stage.Workspace))];

    /// <summary>Counts from now on.</summary>
    internal void Forget(PatchStage stage) => _forgotten[stage.Workspace] = _forgotten.GetValueOrDefault(stage.Workspace) + Calls(stage).Count;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Alone: PATH is of the whole process.</summary>
[CollectionDefinition(nameof(CountedGit), DisableParallelization = true)]
public sealed class CountedGitCollection : ICollectionFixture<CountedGit>;

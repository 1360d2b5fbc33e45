namespace CodexA2A.Chaos.Tests.Ledgers;

/// <summary>The folder of one run, for notes and effects; deleted in the end.</summary>
internal sealed class RunFolder : IDisposable
{
    public RunFolder() => EffectFiles.Prepare(Path);

    public string Path { get; } = Directory.CreateTempSubdirectory("codex-a2a-chaos-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

namespace CodexA2A.Cli.Tests;

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("codex-a2a-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

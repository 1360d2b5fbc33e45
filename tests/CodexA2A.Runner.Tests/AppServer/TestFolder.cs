namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>A temporary folder.</summary>
internal sealed class TestFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("codex-a2a-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

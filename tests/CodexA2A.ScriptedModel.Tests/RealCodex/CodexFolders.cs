namespace CodexA2A.ScriptedModel.Tests.RealCodex;

/// <summary>A folder for one Codex: its home, the agent's home and workspaces. Deleted at the end.</summary>
internal sealed class CodexFolders : IDisposable
{
    private int workspaces;

    public CodexFolders()
    {
        Root = Directory.CreateTempSubdirectory("codex-a2a-").FullName;
        Directory.CreateDirectory(CodexHome);
        Directory.CreateDirectory(Home);
    }

    public string Root { get; }

    public string CodexHome => Path.Combine(Root, "codex-home");

    public string Home => Path.Combine(Root, "home");

    public string NewWorkspace() =>
        Directory.CreateDirectory(Path.Combine(Root, $"workspace{Interlocked.Increment(ref workspaces)}")).FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

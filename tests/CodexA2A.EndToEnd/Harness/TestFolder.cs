using System.Diagnostics;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>The folders of one service under test, deleted at the end.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("codex-a2a-e2e-").FullName;

    public TestFolder()
    {
        foreach (var folder in new[] { Data, Workspace, CodexHome, AgentHome, Scripts })
        {
            Directory.CreateDirectory(folder);
        }

        // Codex makes a git diff of each turn, and leaves mount points behind outside a repository.
        using var git = Process.Start(new ProcessStartInfo("git", ["init", "-q", Workspace]))!;
        git.WaitForExit();
    }

    public string Data => Path.Combine(_root, "data");

    public string Workspace => Path.Combine(_root, "workspace");

    public string CodexHome => Path.Combine(_root, "codex-home");

    /// <summary>The Codex home of one of several runners.</summary>
    public string Home(int number) => Directory.CreateDirectory(Path.Combine(_root, $"codex-home-{number}")).FullName;

    public string AgentHome => Path.Combine(_root, "agent-home");

    public string Scripts => Path.Combine(_root, "scripts");

    public void Dispose()
    {
        try
        {
            Directory.Delete(_root, recursive: true);
        }
        catch (IOException)
        {
            // A process of the agent may still write; the folder is in the system's temporary place.
        }
    }
}

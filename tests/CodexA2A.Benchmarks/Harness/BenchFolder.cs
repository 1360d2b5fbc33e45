using System.Diagnostics;

namespace CodexA2A.Benchmarks.Harness;

/// <summary>The folders of one run, deleted at the end. Homes are empty, so that no profile of this machine is measured.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("codex-a2a-bench-").FullName;
    private int _made;

    public BenchFolder()
    {
        Home = New("home");
        Workspace = New("workspace");
        using var git = Process.Start(new ProcessStartInfo("git", ["init", "-q", Workspace]))!;
        git.WaitForExit();
    }

    /// <summary>HOME of everything that is started.</summary>
    public string Home { get; }

    /// <summary>A git repository without a commit.</summary>
    public string Workspace { get; }

    /// <summary>A new folder.</summary>
    public string New(string name) => Directory.CreateDirectory(Path.Combine(_root, $"{name}-{Interlocked.Increment(ref _made)}")).FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(_root, recursive: true);
        }
        catch (IOException)
        {
            // A process that is ending may still write.
        }
    }
}

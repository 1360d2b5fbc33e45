using System.Diagnostics;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>The real Codex whose sandbox does not work, as where the kernel denies user namespaces: what it confines commands with is broken.</summary>
internal sealed class UnfencedCodex : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("codex-a2a-unfenced-").FullName;

    public UnfencedCodex()
    {
        var package = Path.GetDirectoryName(Path.GetDirectoryName(Places.Codex))!;
        var copy = Path.Combine(_folder, "codex");
        // By links where both are on one disk: Codex finds its parts from where its executable really is.
        if (Run("cp", "-rl", package, copy) != 0)
        {
            Assert.Equal(0, Run("cp", "-rT", package, copy));
        }

        var bwrap = Path.Combine(copy, "codex-resources", "bwrap");
        Assert.True(File.Exists(bwrap), $"Codex has no {bwrap} any more; the test must break its sandbox in another way.");
        // Anew: the file itself is the installed one's.
        File.Delete(bwrap);
        File.WriteAllText(bwrap, "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(bwrap, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Executable = Path.Combine(copy, "bin", "codex");
    }

    public string Executable { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static int Run(string file, params string[] arguments)
    {
        using var process = Process.Start(file, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}

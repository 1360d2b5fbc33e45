using System.ComponentModel;
using System.Diagnostics;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Cli.Hosting;

/// <summary>A folder for the agent to work in, under version control as agents like it.</summary>
internal static class DemoWorkspace
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Makes it where it is missing. Without git it is a plain folder, which works too.</summary>
    public static async Task<string> PrepareAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        if (Directory.Exists(Path.Combine(folder, ".git", "objects")))
        {
            return folder;
        }

        if (Programs.Find("git") is not { } program)
        {
            return folder;
        }

        var start = new ProcessStartInfo(program, ["init", "--quiet"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(Limit);
        try
        {
            using var git = Process.Start(start);
            if (git is not null)
            {
                await git.WaitForExitAsync(time.Token);
            }
        }
        catch (Exception e) when (e is Win32Exception or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // No git, or a git that hangs: the demo does not depend on it.
        }

        return folder;
    }
}

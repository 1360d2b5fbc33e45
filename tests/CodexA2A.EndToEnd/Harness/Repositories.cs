using System.Diagnostics;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>Git in the workspace of a test.</summary>
internal static class Repositories
{
    /// <summary>Commits everything; the commit's id.</summary>
    public static string Commit(string folder)
    {
        Run(folder, "add", "-A");
        Run(folder, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "--allow-empty", "-m", "base");
        return Run(folder, "rev-parse", "HEAD").Trim();
    }

    /// <summary>Clones a repository at its commit, and applies a patch to the clone.</summary>
    public static string CloneAndApply(string folder, string patch)
    {
        var clone = Path.Combine(Path.GetDirectoryName(folder)!, $"clone-{Guid.NewGuid():N}");
        Run(folder, "clone", "-q", folder, clone);
        var file = clone + ".patch";
        File.WriteAllText(file, patch);
        Run(clone, "apply", file);
        return clone;
    }

    /// <summary>Every file but those of the repository itself, with mode and content.</summary>
    public static IReadOnlyList<string> Tree(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Where(path => !path.StartsWith(".git/", StringComparison.Ordinal))
            .Select(path => $"{path} {new FileInfo(Path.Combine(folder, path)).UnixFileMode.HasFlag(UnixFileMode.UserExecute)} {Convert.ToHexString(File.ReadAllBytes(Path.Combine(folder, path)))}")
            .Order(StringComparer.Ordinal),
    ];

    private static string Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {string.Join(' ', arguments)}: {error}");
        return output;
    }
}

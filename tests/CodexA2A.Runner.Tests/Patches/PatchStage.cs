using System.Diagnostics;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Patches;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Tests.Patches;

/// <summary>A workspace, a copy of how it began, and what finds out what changed in it.</summary>
internal sealed class PatchStage : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("codex-a2a-patch-").FullName;

    public PatchStage(TimeSpan? limit = null)
    {
        Directory.CreateDirectory(Workspace);
        Directory.CreateDirectory(Home);
        Patches = New(limit);
    }

    public string Workspace => Path.Combine(_root, "work");

    public string Home => Path.Combine(_root, "home");

    public string Stored => Path.Combine(Home, "a2a-patches");

    /// <summary>What lies there of turns.</summary>
    public IEnumerable<string> Left => Directory.EnumerateFileSystemEntries(Stored).Where(entry => !Path.GetFileName(entry).StartsWith(SpareShadows.Prefix, StringComparison.Ordinal));

    public TurnPatches Patches { get; }

    public TurnPatches New(TimeSpan? limit = null) => new(
        new CodexHome(Home, Own: true),
        Options.Create(new RunnerOptions { PatchTimeout = limit ?? TimeSpan.FromSeconds(30) }),
        TimeProvider.System,
        NullLogger<TurnPatches>.Instance);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Write(string path, byte[] bytes)
    {
        var file = Path.Combine(Workspace, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }

    public void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Lets a file be run.</summary>
    public static void MakeExecutable(string file) => Run(Path.GetTempPath(), "chmod", "+x", file);

    /// <summary>Makes the workspace a repository with all that is in it.</summary>
    public void Commit()
    {
        Git(Workspace, "init", "-q", "-b", "main");
        Git(Workspace, "add", "-A");
        Git(Workspace, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "--allow-empty", "-m", "base");
    }

    public Task<PatchBase> BeginAsync(bool late = false) => Patches.BeginAsync("session/task", Workspace, Workspace, late, Stop);

    /// <summary>Runs <paramref name="change"/> as a turn; then holds the patch, applied to what was there before, against what is there now.</summary>
    public async Task<TurnPatch> ChangeAsync(Action change)
    {
        var before = Copy();
        var begun = await BeginAsync();
        Assert.Null(begun.Gap);
        change();
        var patch = await Patches.EndAsync(begun, Stop);
        Patches.Drop(begun);
        Apply(before, patch);
        Assert.Equal(Tree(Workspace), Tree(before));
        Assert.Empty(Left);
        return patch;
    }

    /// <summary>A copy of the workspace with its repository.</summary>
    public string Copy()
    {
        var copy = Path.Combine(_root, $"copy-{Guid.NewGuid():N}");
        Run(_root, "cp", "-a", Workspace, copy);
        return copy;
    }

    public void Apply(string folder, TurnPatch patch)
    {
        if (patch.Text is { Length: > 0 } text)
        {
            var file = Path.Combine(_root, "turn.patch");
            File.WriteAllText(file, text);
            Git(folder, "apply", file);
        }
    }

    /// <summary>Every file with its mode and content, but those of the repository and the ignored ones.</summary>
    public static IReadOnlyList<string> Tree(string folder) =>
    [
        .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Where(path => !path.Split('/').Contains(".git") && !path.EndsWith(".ignored", StringComparison.Ordinal))
            .Select(path => (Path: path, File: new FileInfo(Path.Combine(folder, path))))
            .Where(entry => entry.File.LinkTarget is not null || entry.File.Exists)
            .Select(entry => entry.File.LinkTarget is { } target
                ? $"{entry.Path} -> {target}"
                : $"{entry.Path} {entry.File.UnixFileMode.HasFlag(UnixFileMode.UserExecute)} {Convert.ToHexString(File.ReadAllBytes(entry.File.FullName))}")
            .Order(StringComparer.Ordinal),
    ];

    public static void Git(string folder, params string[] arguments) => Run(folder, "git", arguments);

    /// <summary>What git says.</summary>
    public static string Ask(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    public static void Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true };
        start.Environment["GIT_CEILING_DIRECTORIES"] = Path.GetTempPath();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {error}");
    }

    public void Dispose()
    {
        Patches.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}

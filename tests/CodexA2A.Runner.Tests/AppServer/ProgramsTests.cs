using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>A program is never taken from the current folder, which may be the agent's.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ProgramsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("codex-a2a-programs-").FullName;

    [Fact]
    public void The_first_folder_of_PATH_that_has_it_counts()
    {
        var (first, second) = (Program("one", "tool"), Program("two", "tool"));
        Assert.Equal(first, Programs.Find("tool", $"{Path.GetDirectoryName(first)}:{Path.GetDirectoryName(second)}"));
        Assert.Equal(second, Programs.Find("tool", $"/nonexistent:{Path.GetDirectoryName(second)}"));
        Assert.Null(Programs.Find("tool", null));
    }

    [Fact]
    public void What_cannot_be_run_is_passed_over()
    {
        var (first, second) = (Program("one", "tool"), Program("two", "tool"));
        File.SetUnixFileMode(first, UnixFileMode.UserRead);
        Assert.Equal(second, Programs.Find("tool", $"{Path.GetDirectoryName(first)}:{Path.GetDirectoryName(second)}"));
    }

    [Theory]
    [InlineData("tool", ".")]
    [InlineData("tool", "one:two/..:")]
    [InlineData("./tool", "/usr/bin")]
    [InlineData("one/tool", "/usr/bin")]
    public void Nothing_that_the_current_folder_decides_is_found(string name, string path) => Assert.Null(Programs.Find(name, path));

    [Fact]
    public async Task A_program_of_the_folder_that_another_runs_in_is_not_started()
    {
        Program(".", "git");
        Program(".", "codex-a2a-no-such-program");
        Assert.Null(await ToolProcess.RunAsync("codex-a2a-no-such-program", [], _folder, TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken));
        var version = await ToolProcess.RunAsync("git", ["--version"], _folder, TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.StartsWith("git version", version!.Output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Program(string folder, string name)
    {
        var file = Path.GetFullPath(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName, name));
        File.WriteAllText(file, "#!/bin/sh\necho ours\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }
}

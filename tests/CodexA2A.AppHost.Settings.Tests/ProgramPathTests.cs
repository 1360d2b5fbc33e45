namespace CodexA2A.AppHost.Settings.Tests;

public sealed class ProgramPathTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("codex-a2a-path-");

    [Fact]
    public void A_program_in_one_of_the_folders_is_found()
    {
        var file = Path.Combine(_folder.FullName, OperatingSystem.IsWindows() ? "redis-server.exe" : "redis-server");
        File.WriteAllText(file, "");
        if (!OperatingSystem.IsWindows())
        {
            Assert.False(ProgramPath.Has("redis-server", _folder.FullName));
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Assert.True(ProgramPath.Has("redis-server", $"{_folder.FullName}-missing{Path.PathSeparator}{_folder.FullName}"));
        Assert.False(ProgramPath.Has("docker", _folder.FullName));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_PATH_there_is_none(string? path) => Assert.False(ProgramPath.Has("sh", path));

    [Fact]
    public void A_folder_is_made_for_its_owner_only()
    {
        var made = DataFolder.Make(Path.Combine(_folder.FullName, "a", "b"));
        Assert.True(Directory.Exists(made));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(made));
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

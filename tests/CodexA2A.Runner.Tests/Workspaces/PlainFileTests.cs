using System.Diagnostics;
using CodexA2A.Runner.Workspaces;

namespace CodexA2A.Runner.Tests.Workspaces;

/// <summary>Files whose place an agent prepared.</summary>
public sealed class PlainFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("codex-a2a-plain-").FullName;

    private string Place => Path.Combine(_folder, "file");

    [Fact]
    public void A_file_is_read_up_to_a_size()
    {
        File.WriteAllText(Place, "12345");
        Assert.Equal("12345"u8.ToArray(), PlainFile.Read(Place, 5));
        Assert.Throws<InvalidDataException>(() => PlainFile.Read(Place, 4));
        Assert.Null(PlainFile.Read(Place + ".other", 5));
    }

    [Fact]
    public void A_link_is_none()
    {
        File.CreateSymbolicLink(Place, "/dev/zero");
        Assert.Null(PlainFile.Read(Place, 5));
    }

    [Fact]
    public void A_folder_is_none() => Assert.Null(PlainFile.Read(_folder, 5));

    [Fact]
    public async Task A_pipe_that_nobody_writes_is_not_waited_for()
    {
        using (var made = Process.Start("mkfifo", [Place]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Null(await Task.Run(() => PlainFile.Read(Place, 5)).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

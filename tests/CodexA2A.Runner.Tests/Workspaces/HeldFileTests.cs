using CodexA2A.Runner.Workspaces;

namespace CodexA2A.Runner.Tests.Workspaces;

/// <summary>Files of a workspace by a path that an agent said.</summary>
public sealed class HeldFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("codex-a2a-held-").FullName;

    private string Root => Path.Combine(_folder, "workspace");

    private string Outside => Path.Combine(_folder, "outside");

    public HeldFileTests()
    {
        Directory.CreateDirectory(Path.Combine(Root, "a", "b"));
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Root, "a", "b", "file"), "12345");
        File.WriteAllText(Path.Combine(Outside, "file"), "secret");
    }

    [Fact]
    public void A_file_below_the_root_is_read_up_to_a_size()
    {
        Assert.Equal("12345"u8.ToArray(), Read("a/b/file"));
        Assert.Null(HeldFile.Read(Root, Path.Combine(Root, "a", "b", "file"), 4));
        Assert.Null(Read("a/none/file"));
        Assert.Null(Read("a/b/none"));
        Assert.Null(Read("a/b"));
        Assert.Null(Read("a/b/file/more"));
    }

    [Theory]
    [InlineData("../outside/file")]
    [InlineData("a/../../outside/file")]
    [InlineData("a/./b/file")]
    [InlineData("a//b/file")]
    [InlineData("")]
    public void No_way_leads_out(string path) => Assert.Null(Read(path));

    [Fact]
    public void Nor_does_another_root()
    {
        Assert.Null(HeldFile.Read(Root, Path.Combine(Outside, "file"), 100));
        Assert.Null(HeldFile.Read(Root, Root + "2/file", 100));
        Assert.Null(HeldFile.Read("", Path.Combine(Outside, "file"), 100));
        Assert.Null(HeldFile.Read(Path.Combine(_folder, "none"), Path.Combine(_folder, "none", "file"), 100));
    }

    [Fact]
    public void No_link_is_followed()
    {
        Directory.CreateSymbolicLink(Path.Combine(Root, "a", "out"), Outside);
        File.CreateSymbolicLink(Path.Combine(Root, "a", "link"), Path.Combine(Outside, "file"));
        Assert.Null(Read("a/out/file"));
        Assert.Null(Read("a/link"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private byte[]? Read(string path) => HeldFile.Read(Root, $"{Root}/{path}", 100);
}

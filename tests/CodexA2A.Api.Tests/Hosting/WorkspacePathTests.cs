using CodexA2A.Api.Hosting;

namespace CodexA2A.Api.Tests.Hosting;

public sealed class WorkspacePathTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("a2a-path-").FullName;
    private readonly string root;

    public WorkspacePathTests()
    {
        root = Directory.CreateDirectory(Path.Combine(folder, "root")).FullName;
        Directory.CreateDirectory(Path.Combine(root, "a", "b"));
        Directory.CreateDirectory(Path.Combine(folder, "root-beside"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/../..")]
    [InlineData("../root-beside")]
    [InlineData("a\0b")]
    public void What_leaves_the_root_is_refused(string path) => Assert.Null(WorkspacePath.Resolve(root, path));

    [Fact]
    public void Absolute_paths_are_judged_alike()
    {
        Assert.Null(WorkspacePath.Resolve(root, folder));
        Assert.Null(WorkspacePath.Resolve(root, root + "-beside"));
        Assert.NotNull(WorkspacePath.Resolve(root, Path.Combine(root, "a")));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("a/b")]
    [InlineData("a/../a/b/")]
    [InlineData("not/there/yet")]
    public void What_stays_inside_is_taken(string path) => Assert.NotNull(WorkspacePath.Resolve(root, path));

    [Fact]
    public void A_link_out_of_the_root_is_followed_and_refused()
    {
        Directory.CreateSymbolicLink(Path.Combine(root, "out"), folder);
        Directory.CreateSymbolicLink(Path.Combine(root, "up"), "..");
        Assert.Null(WorkspacePath.Resolve(root, "out"));
        Assert.Null(WorkspacePath.Resolve(root, "out/anything/below"));
        Assert.Null(WorkspacePath.Resolve(root, "up/root-beside"));
    }

    [Fact]
    public void A_link_inside_the_root_is_fine_and_the_real_path_is_given()
    {
        Directory.CreateSymbolicLink(Path.Combine(root, "in"), Path.Combine("a", "b"));
        Assert.EndsWith(Path.Combine("root", "a", "b"), WorkspacePath.Resolve(root, "in"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_is_itself_a_link_is_followed()
    {
        var link = Path.Combine(folder, "link");
        Directory.CreateSymbolicLink(link, root);
        Assert.NotNull(WorkspacePath.Resolve(link, "a"));
        Assert.NotNull(WorkspacePath.Resolve(link, Path.Combine(link, "a")));
        Assert.Null(WorkspacePath.Resolve(link, ".."));
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        Directory.CreateSymbolicLink(Path.Combine(root, "x"), Path.Combine(root, "y"));
        Directory.CreateSymbolicLink(Path.Combine(root, "y"), Path.Combine(root, "x"));
        Assert.Null(WorkspacePath.Resolve(root, "x"));
    }
}

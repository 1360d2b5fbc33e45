using CodexA2A.Testing;

namespace CodexA2A.Tasks.Tests.Workspaces;

public sealed class WorkspaceRootsTests : IDisposable
{
    private readonly EscapeSite _site = new();

    private WorkspaceRoots Roots => new(_site.Root);

    public void Dispose() => _site.Dispose();

    [Fact]
    public void Each_path_that_leads_out_is_refused_and_no_other()
    {
        Assert.True(PathEscape.All.Count >= 60, $"{PathEscape.All.Count}");
        Assert.Distinct(PathEscape.All.Select(row => row.Path));
        Assert.All(PathEscape.All, row => Assert.Equal(row.LeadsOut, Roots.Resolve(_site.In(row.Path)) is null));
    }

    [Theory]
    [InlineData(".", "")]
    [InlineData("sub/below", "sub/below")]
    [InlineData("sub/../sub/below/", "sub/below")]
    [InlineData("{root}", "")]
    [InlineData("{root}//sub/.", "sub")]
    [InlineData("self/sub", "sub")]
    [InlineData("/proc/self/root{root}/sub", "sub")]
    [InlineData("up/work/sub", "sub")]
    [InlineData("not/there/yet", "not/there/yet")]
    public void What_stays_inside_is_taken_with_its_links_followed(string path, string real) =>
        Assert.Equal(Path.TrimEndingDirectorySeparator(Path.Combine(_site.Root, real)), Roots.Resolve(_site.In(path)));

    [Fact]
    public void A_root_that_is_itself_a_link_is_followed()
    {
        var link = _site.Outside + "-link";
        Directory.CreateSymbolicLink(link, _site.Root);
        var roots = new WorkspaceRoots(link);
        Assert.Equal(_site.Root, roots.RealRoot);
        Assert.Equal(Path.Combine(_site.Root, "sub"), roots.Resolve("sub"));
        Assert.Equal(Path.Combine(_site.Root, "sub"), roots.Resolve(Path.Combine(link, "sub")));
        Assert.Null(roots.Resolve(".."));
    }

    [Fact]
    public void Relative_paths_start_in_the_folder_that_is_given()
    {
        Assert.Equal(Path.Combine(_site.Root, "sub"), Roots.Resolve("..", Path.Combine(_site.Root, "sub", "below")));
        Assert.Null(Roots.Resolve("../../..", Path.Combine(_site.Root, "sub", "below")));
    }

    [Fact]
    public void What_the_operator_allows_besides_is_taken_and_nothing_around_it()
    {
        var roots = Roots with { Allowed = [_site.Outside] };
        Assert.Equal(_site.Outside, roots.Resolve(_site.Outside));
        Assert.Equal(Path.Combine(_site.Outside, "folder"), roots.Resolve(Path.Combine(_site.Outside, "folder")));
        // It is where it leads that counts.
        Assert.Equal(Path.Combine(_site.Outside, "folder"), roots.Resolve("out/folder"));
        Assert.Equal(_site.Outside, roots.Resolve("../outside"));
        Assert.All(["..", "/etc", _site.Outside + "-beside", Path.Combine(_site.Outside, ".."), "../work-beside", "to-root", "knot"], path => Assert.Null(roots.Resolve(path)));
    }

    [Fact]
    public void An_allowed_folder_may_be_a_link()
    {
        var link = _site.Outside + "-link";
        Directory.CreateSymbolicLink(link, _site.Outside);
        var roots = Roots with { Allowed = [link] };
        Assert.Equal(Path.Combine(_site.Outside, "folder"), roots.Resolve(Path.Combine(link, "folder")));
        Assert.True(roots.Contains(_site.Outside));
    }

    [Theory]
    [InlineData("projects")]
    [InlineData("")]
    [InlineData("../x")]
    public void An_allowed_folder_must_be_a_whole_path(string folder)
    {
        var refused = new WorkspaceOptionsValidator().Validate(null, new WorkspaceOptions { Allowed = [folder] });
        Assert.Contains("no absolute path", refused.FailureMessage, StringComparison.Ordinal);
    }
}

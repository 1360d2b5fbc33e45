using CodexA2A.Runner.Patches;

namespace CodexA2A.Runner.Tests.Patches;

/// <summary>Repositories that are not asked about again, and what makes git be asked.</summary>
public sealed class KnownRepositoryTests : IDisposable
{
    private readonly PatchStage _stage = new();
    private readonly KnownRepositories _known = new(TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Own => Path.Combine(_stage.Workspace, ".git");

    public static TheoryData<string, string[]> Moves => new()
    {
        { "a commit", ["commit -q --allow-empty -m next"] },
        { "another branch", ["checkout -q -b other", "commit -q --allow-empty -m next"] },
        { "no branch", ["commit -q --allow-empty -m next", "checkout -q --detach HEAD~1", "commit -q --allow-empty -m aside"] },
        { "packed references, then a commit", ["pack-refs --all", "commit -q --allow-empty -m next"] },
        { "a branch before its first commit", ["checkout -q --orphan new"] },
        { "a branch that git moves", ["commit -q --allow-empty -m next", "update-ref refs/heads/main HEAD~1"] },
        { "another branch by its name alone", ["commit -q --allow-empty -m next", "symbolic-ref HEAD refs/heads/none", "update-ref refs/heads/none refs/heads/main"] },
    };

    [Theory]
    [MemberData(nameof(Moves))]
    public async Task It_says_what_git_says_whatever_happens(string what, string[] commands)
    {
        Assert.NotEmpty(what);
        Begin();
        await SameAsync();
        foreach (var command in commands)
        {
            PatchStage.Git(_stage.Workspace, ["-c", "user.name=t", "-c", "user.email=t@example.org", .. command.Split(' ')]);
            await SameAsync();
            await SameAsync();
        }
    }

    [Fact]
    public async Task It_is_asked_once_as_long_as_nothing_changes()
    {
        Begin();
        var first = await _known.ReadAsync(_stage.Workspace, Stop);
        Assert.Same(first, await _known.ReadAsync(_stage.Workspace, Stop));
        PatchStage.Git(_stage.Workspace, "pack-refs", "--all");
        Assert.Same(first, await _known.ReadAsync(_stage.Workspace, Stop));
        File.AppendAllText(Path.Combine(Own, "config"), "[core]\n\tautocrlf = true\n");
        var changed = await _known.ReadAsync(_stage.Workspace, Stop);
        Assert.Contains(("core.autocrlf", "true"), changed.Settings);
        // It was written just now, and could be once more.
        Assert.NotSame(changed, await _known.ReadAsync(_stage.Workspace, Stop));
    }

    [Fact]
    public async Task A_repository_that_comes_to_be_inside_is_found()
    {
        Begin();
        _stage.Write("inner/b.txt", "two\n");
        var inner = Path.Combine(_stage.Workspace, "inner");
        Assert.Equal(_stage.Workspace, (await _known.ReadAsync(inner, Stop)).Root);
        PatchStage.Git(inner, "init", "-q");
        Assert.Equal(inner, (await _known.ReadAsync(inner, Stop)).Root);
        // It is none without its HEAD.
        File.Delete(Path.Combine(inner, ".git/HEAD"));
        Assert.Equal(_stage.Workspace, (await _known.ReadAsync(inner, Stop)).Root);
    }

    [Fact]
    public async Task A_repository_that_leads_elsewhere_is_asked_each_time()
    {
        Begin();
        using var other = new PatchStage();
        other.Write("secret.txt", "theirs\n");
        other.Commit();
        await _known.ReadAsync(_stage.Workspace, Stop);
        Directory.Move(Own, Own + "-old");
        Directory.CreateSymbolicLink(Own, Path.Combine(other.Workspace, ".git"));
        Assert.Null(RepositoryStamp.Of(_stage.Workspace));
        Assert.Null((await _known.ReadAsync(_stage.Workspace, Stop)).Head);
        Directory.Delete(Own);
        File.WriteAllText(Own, $"gitdir: {other.Workspace}/.git\n");
        Assert.Null(RepositoryStamp.Of(_stage.Workspace));
        Assert.Null((await _known.ReadAsync(_stage.Workspace, Stop)).Head);
    }

    [Theory]
    [InlineData("ref: refs/heads/../../../other/.git/HEAD")]
    [InlineData("ref: ../outside")]
    [InlineData("ref: refs/heads/link")]
    [InlineData("no reference")]
    [InlineData("")]
    public void A_head_that_is_none_is_left_to_git(string head)
    {
        Begin();
        File.CreateSymbolicLink(Path.Combine(Own, "refs/heads/link"), Path.Combine(_stage.Workspace, "a.txt"));
        File.WriteAllText(Path.Combine(Own, "HEAD"), head);
        Assert.True(RepositoryStamp.Of(_stage.Workspace) is null or { Commit: null });
    }

    [Fact]
    public async Task References_that_are_not_in_files_are_asked_for_each_time()
    {
        PatchStage.Git(_stage.Workspace, "init", "-q", "-b", "main");
        File.AppendAllText(Path.Combine(Own, "config"), "[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefstorage = files\n");
        Settle();
        var first = await _known.ReadAsync(_stage.Workspace, Stop);
        Assert.NotSame(first, await _known.ReadAsync(_stage.Workspace, Stop));
    }

    [Fact]
    public async Task Settings_that_lie_elsewhere_are_read_each_time()
    {
        Begin();
        var elsewhere = Path.Combine(_stage.Home, "config");
        File.Move(Path.Combine(Own, "config"), elsewhere);
        File.CreateSymbolicLink(Path.Combine(Own, "config"), elsewhere);
        var first = await _known.ReadAsync(_stage.Workspace, Stop);
        File.AppendAllText(elsewhere, "[core]\n\tautocrlf = true\n");
        Assert.DoesNotContain(("core.autocrlf", "true"), first.Settings);
        Assert.Contains(("core.autocrlf", "true"), (await _known.ReadAsync(_stage.Workspace, Stop)).Settings);
    }

    private void Begin()
    {
        _stage.Write("a.txt", "one\n");
        _stage.Commit();
        Settle();
    }

    private void Settle() => File.SetLastWriteTimeUtc(Path.Combine(Own, "config"), DateTime.UtcNow.AddMinutes(-1));

    private async Task SameAsync()
    {
        var git = await Repository.ReadAsync(_stage.Workspace, new RepositorySettings(TimeProvider.System), Stop);
        var known = await _known.ReadAsync(_stage.Workspace, Stop);
        Assert.Equal(
            (git.Root, git.GitDirectory, git.Head, git.HeadTree, git.Index, git.Objects, git.Exclude, string.Join(' ', git.Settings)),
            (known.Root, known.GitDirectory, known.Head, known.HeadTree, known.Index, known.Objects, known.Exclude, string.Join(' ', known.Settings)));
    }

    public void Dispose() => _stage.Dispose();
}

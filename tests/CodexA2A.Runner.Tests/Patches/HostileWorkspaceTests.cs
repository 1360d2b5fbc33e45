using CodexA2A.Runner.Patches;

namespace CodexA2A.Runner.Tests.Patches;

/// <summary>A workspace is the agent's: what stands in it must not run outside its sandbox, nor be read beyond it, nor take for ever.</summary>
public sealed class HostileWorkspaceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("core.fsmonitor")]
    [InlineData("filter.evil.clean")]
    [InlineData("filter.evil.process")]
    [InlineData("diff.external")]
    [InlineData("diff.evil.textconv")]
    [InlineData("core.sshCommand")]
    [InlineData("core.pager")]
    public async Task Nothing_that_a_repository_configures_runs(string setting)
    {
        using var stage = new PatchStage();
        var trap = Path.Combine(stage.Home, "trap");
        var program = Path.Combine(stage.Home, "evil.sh");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\ntouch '{trap}'\ncat\n", Stop);
        PatchStage.MakeExecutable(program);
        stage.Write("a.txt", "one\n");
        stage.Commit();
        stage.Write("nested/in.txt", "x\n");
        PatchStage.Git(Path.Combine(stage.Workspace, "nested"), "init", "-q");
        stage.Write(".gitattributes", "*.txt filter=evil diff=evil\n");
        foreach (var folder in (string[])[stage.Workspace, Path.Combine(stage.Workspace, "nested")])
        {
            PatchStage.Git(folder, "config", setting, program);
            foreach (var hook in (string[])["post-index-change", "pre-commit", "reference-transaction"])
            {
                File.Copy(program, Path.Combine(folder, ".git/hooks", hook));
            }
        }

        var begun = await stage.BeginAsync();
        stage.Write("a.txt", "two\n");
        stage.Write("b.txt", "three\n");
        stage.Write("nested/in.txt", "y\n");
        var patch = await stage.Patches.EndAsync(begun, Stop);

        Assert.False(File.Exists(trap), setting);
        Assert.Contains("+two", patch.Text, StringComparison.Ordinal);
        Assert.Equal([PatchGaps.Nested], patch.Gaps);
    }

    [Fact]
    public async Task A_link_out_of_the_workspace_is_a_link_and_not_what_it_leads_to()
    {
        using var stage = new PatchStage();
        await File.WriteAllTextAsync(Path.Combine(stage.Home, "secret"), "secret words\n", Stop);
        stage.Commit();
        var patch = await stage.ChangeAsync(() =>
        {
            File.CreateSymbolicLink(Path.Combine(stage.Workspace, "file"), Path.Combine(stage.Home, "secret"));
            Directory.CreateSymbolicLink(Path.Combine(stage.Workspace, "folder"), stage.Home);
        });
        Assert.Equal(["120000", "120000"], patch.Files.Select(file => file.Mode));
        Assert.DoesNotContain("secret words", patch.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("link")]
    [InlineData("worktree")]
    public async Task A_repository_outside_is_not_shown(string way)
    {
        using var stage = new PatchStage();
        using var other = new PatchStage();
        other.Write("secret.txt", "secret words\n");
        other.Commit();
        stage.Write("a.txt", "one\n");
        var git = Path.Combine(stage.Workspace, ".git");
        switch (way)
        {
            case "file":
                await File.WriteAllTextAsync(git, $"gitdir: {other.Workspace}/.git\n", Stop);
                break;
            case "link":
                Directory.CreateSymbolicLink(git, Path.Combine(other.Workspace, ".git"));
                break;
            default:
                stage.Commit();
                PatchStage.Git(stage.Workspace, "config", "core.worktree", other.Workspace);
                break;
        }

        var begun = await stage.BeginAsync();
        Assert.Null(begun.Gap);
        stage.Write("a.txt", "two\n");
        other.Write("secret.txt", "more secret words\n");
        var patch = await stage.Patches.EndAsync(begun, Stop);
        Assert.Null(patch.BaseCommit);
        Assert.DoesNotContain("secret", patch.Text, StringComparison.Ordinal);
        Assert.Equal("a.txt", Assert.Single(patch.Files).Path);
    }

    [Fact]
    public async Task A_worktree_is_one_of_its_repository()
    {
        using var stage = new PatchStage();
        stage.Write("a.txt", "one\n");
        stage.Commit();
        var tree = Path.Combine(stage.Home, "tree");
        PatchStage.Git(stage.Workspace, "worktree", "add", "-q", tree);
        var begun = await stage.Patches.BeginAsync("session/task", tree, tree, late: false, Stop);
        await File.WriteAllTextAsync(Path.Combine(tree, "a.txt"), "two\n", Stop);
        var patch = await stage.Patches.EndAsync(begun, Stop);
        Assert.Equal((40, false, "a.txt"), (patch.BaseCommit?.Length, patch.BaseDirty, Assert.Single(patch.Files).Path));
    }

    [Fact]
    public async Task Too_many_files_cost_the_patch_and_not_the_turn()
    {
        using var stage = new PatchStage();
        stage.Commit();
        var begun = await stage.BeginAsync();
        for (var i = 0; i <= PatchLimits.Files; i++)
        {
            stage.Write($"many/{i}", "x");
        }

        var patch = await stage.Patches.EndAsync(begun, Stop);
        Assert.Null(patch.Text);
        Assert.Equal([PatchGaps.TooMuch], patch.Gaps);
        Assert.NotNull(patch.BaseCommit);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_left_out_and_told()
    {
        using var stage = new PatchStage();
        stage.Commit();
        var begun = await stage.BeginAsync();
        stage.Write("small.txt", "x\n");
        using (var large = File.Create(Path.Combine(stage.Workspace, "large")))
        {
            large.SetLength(PatchLimits.FileBytes + 1);
        }

        var patch = await stage.Patches.EndAsync(begun, Stop);
        Assert.Equal("small.txt", Assert.Single(patch.Files).Path);
        Assert.Equal([PatchGaps.LargeFile], patch.Gaps);
    }

    [Fact]
    public async Task A_patch_that_is_too_large_leaves_the_files_with_their_hashes()
    {
        using var stage = new PatchStage();
        stage.Commit();
        var begun = await stage.BeginAsync();
        stage.Write("wide.txt", new string('x', PatchLimits.PatchBytes) + "\n");
        var patch = await stage.Patches.EndAsync(begun, Stop);
        Assert.Null(patch.Text);
        Assert.Equal([PatchGaps.LargePatch], patch.Gaps);
        Assert.Equal(64, Assert.Single(patch.Files).After!.Length);
    }

    [Fact]
    public async Task Off_is_off_and_a_limit_is_a_limit()
    {
        using var off = new PatchStage(TimeSpan.Zero);
        Assert.Equal(PatchGaps.Off, (await off.BeginAsync()).Gap);
        Assert.False(Directory.Exists(off.Stored));
        using var fast = new PatchStage(TimeSpan.FromTicks(1));
        Assert.Equal(PatchGaps.TooSlow, (await fast.BeginAsync()).Gap);
    }

    /// <summary>Whatever reading what an agent prepared comes to costs the patch and not the turn.</summary>
    [Fact]
    public async Task A_git_directory_elsewhere_that_names_its_tree_at_great_length_costs_the_patch_alone()
    {
        using var stage = new PatchStage();
        stage.Write("a.txt", "one\n");
        stage.Commit();
        Directory.Move(Path.Combine(stage.Workspace, ".git"), Path.Combine(stage.Workspace, "real"));
        File.WriteAllText(Path.Combine(stage.Workspace, ".git"), "gitdir: real\n");
        File.WriteAllText(Path.Combine(stage.Workspace, "real/gitdir"), new string('x', 65 * 1024));
        Assert.Equal(PatchGaps.GitFailed, (await stage.BeginAsync()).Gap);
    }
}

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
}

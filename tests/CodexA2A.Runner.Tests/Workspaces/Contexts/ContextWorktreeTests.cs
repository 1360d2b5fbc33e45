using CodexA2A.Runner.Tests.Patches;
using CodexA2A.Runner.Workspaces.Contexts;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Workspaces.Contexts;

public sealed class ContextWorktreeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_context_gets_a_working_tree_at_the_commit_and_nothing_of_the_repository_runs()
    {
        using var stage = Stage(out var ran);
        await File.WriteAllTextAsync(Path.Combine(stage.Root, "a.txt"), "changed and not committed", Stop);

        var folder = await stage.PrepareAsync();

        Assert.Equal(Path.Combine(stage.Home, "a2a-worktrees", ContextStage.Session.Value), folder);
        Assert.Equal("one\n", await File.ReadAllTextAsync(Path.Combine(folder, "a.txt"), Stop));
        Assert.Equal("two\n", await File.ReadAllTextAsync(Path.Combine(folder, "sub", "b.txt"), Stop));
        Assert.False(File.Exists(ran), "A hook or a filter ran.");
        // Nor in what looks: the repository's own settings are off.
        Assert.Equal("", Git(folder, "status", "--porcelain"));
        Assert.Equal(Git(stage.Root, "rev-parse", "HEAD"), Git(folder, "rev-parse", "HEAD"));
        Assert.Equal("HEAD", Git(folder, "rev-parse", "--abbrev-ref", "HEAD"));
        Assert.Equal(" M a.txt", Git(stage.Root, "status", "--porcelain").TrimEnd());
        Assert.Equal([ContextStage.Session.Value], Directory.GetFileSystemEntries(Path.GetDirectoryName(folder)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Two_contexts_change_the_same_file_and_do_not_meet()
    {
        using var stage = Stage(out _);
        var folder = await stage.PrepareAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, "a.txt"), "mine", Stop);

        var other = await stage.PrepareAsync(ContextStage.Other);

        Assert.Equal("one\n", await File.ReadAllTextAsync(Path.Combine(other, "a.txt"), Stop));
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(await stage.PrepareAsync(), "a.txt"), Stop));
    }

    [Fact]
    public async Task What_was_left_half_made_is_made_anew()
    {
        using var stage = Stage(out _);
        var folder = await stage.PrepareAsync();
        // As whoever is killed at the last moment leaves it.
        (ContextRecord.Find(stage.Home, ContextStage.Session.Value, isWorktree: true)! with { IsWhole = false }).Write(stage.Home, stage.Time);
        File.Delete(Path.Combine(folder, "a.txt"));
        Directory.CreateDirectory(folder + ".making");

        await stage.PrepareAsync();

        Assert.Equal("one\n", await File.ReadAllTextAsync(Path.Combine(folder, "a.txt"), Stop));
        Assert.Equal("", Git(folder, "status", "--porcelain"));
        Assert.False(Directory.Exists(folder + ".making"));
    }

    [Fact]
    public async Task One_that_somebody_removed_is_made_anew()
    {
        using var stage = Stage(out _);
        var folder = await stage.PrepareAsync();
        Directory.Delete(folder, recursive: true);
        Assert.True(File.Exists(Path.Combine(await stage.PrepareAsync(), "a.txt")));
    }

    [Fact]
    public async Task It_goes_with_its_session_and_the_repository_forgets_it()
    {
        using var stage = Stage(out _);
        var folder = await stage.PrepareAsync();
        await stage.PrepareAsync(ContextStage.Other);
        await File.WriteAllTextAsync(Path.Combine(folder, "new.txt"), "not committed", Stop);
        // Also when the setting is another one by now.
        Assert.Empty(await stage.New(WorkspaceOptions.None).ForgetAsync(ContextStage.Session, Stop));

        Assert.False(Directory.Exists(folder));
        Assert.DoesNotContain(ContextStage.Session.Value, Git(stage.Root, "worktree", "list"), StringComparison.Ordinal);
        Assert.Contains(ContextStage.Other.Value, Git(stage.Root, "worktree", "list"), StringComparison.Ordinal);
        Assert.Empty(await stage.Contexts.ForgetAsync(ContextStage.Session, Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_repository_with_a_commit_nothing_is_made(bool empty)
    {
        using var stage = new ContextStage(WorkspaceOptions.Worktree);
        if (empty)
        {
            PatchStage.Git(stage.Root, "init", "-q");
        }

        Assert.Equal("WORKSPACE_NO_REPOSITORY", (await Assert.ThrowsAsync<A2AException>(() => stage.PrepareAsync())).Reason);
    }

    [Fact]
    public async Task Below_the_top_of_a_repository_nothing_is_made()
    {
        using var stage = Stage(out _);
        var contexts = stage.New(WorkspaceOptions.Worktree, Path.Combine(stage.Root, "sub"));
        Assert.Equal("WORKSPACE_NO_REPOSITORY", (await Assert.ThrowsAsync<A2AException>(() => contexts.PrepareAsync(ContextStage.Session, Stop))).Reason);
    }

    /// <summary>A repository that names programs wherever git runs any.</summary>
    private static ContextStage Stage(out string ran)
    {
        var stage = new ContextStage(WorkspaceOptions.Worktree);
        ran = Path.Combine(stage.Home, "ran");
        Directory.CreateDirectory(Path.Combine(stage.Root, "sub"));
        File.WriteAllText(Path.Combine(stage.Root, "a.txt"), "one\n");
        File.WriteAllText(Path.Combine(stage.Root, "sub", "b.txt"), "two\n");
        File.WriteAllText(Path.Combine(stage.Root, ".gitattributes"), "*.txt filter=evil\n");
        PatchStage.Git(stage.Root, "init", "-q", "-b", "main");
        PatchStage.Git(stage.Root, "add", "-A");
        PatchStage.Git(stage.Root, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "base");
        var program = Path.Combine(stage.Root, ".git", "program");
        File.WriteAllText(program, $"#!/bin/sh\necho ran >> {ran}\ncat\n");
        PatchStage.MakeExecutable(program);
        foreach (var setting in (string[])["filter.evil.smudge", "filter.evil.clean", "filter.evil.process", "core.fsmonitor", "core.pager", "core.sshCommand"])
        {
            PatchStage.Git(stage.Root, "config", setting, program);
        }

        foreach (var hook in (string[])["post-checkout", "reference-transaction", "post-index-change"])
        {
            File.Copy(program, Path.Combine(stage.Root, ".git", "hooks", hook), overwrite: true);
            PatchStage.MakeExecutable(Path.Combine(stage.Root, ".git", "hooks", hook));
        }

        return stage;
    }

    // As an operator would, but for what the repository names.
    private static string Git(string folder, params string[] arguments) =>
        PatchStage.Ask(folder, ["-c", "filter.evil.smudge=", "-c", "filter.evil.clean=", "-c", "filter.evil.process=", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", .. arguments]).Trim('\n');
}

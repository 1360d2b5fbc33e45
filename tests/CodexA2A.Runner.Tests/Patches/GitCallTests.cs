namespace CodexA2A.Runner.Tests.Patches;

/// <summary>How many processes of git a turn takes: each costs milliseconds before the agent begins, and all turns pay.</summary>
[Collection(nameof(CountedGit))]
public sealed class GitCallTests(CountedGit git)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, false, 1)]
    [InlineData(true, true, 2)]
    [InlineData(false, false, 2)]
    public async Task A_turn_begins_with_so_many(bool repository, bool changed, int calls)
    {
        using var stage = Begun(repository, changed);
        await stage.BeginAsync();
        Assert.Equal(calls, git.Calls(stage).Count);
    }

    [Fact]
    public async Task Settings_are_read_again_when_they_have_changed()
    {
        using var stage = Begun(repository: true, changed: false);
        stage.Patches.Drop(await stage.BeginAsync());
        Assert.DoesNotContain(git.Calls(stage), call => call.Contains(" config --local", StringComparison.Ordinal));
        File.AppendAllText(Path.Combine(stage.Workspace, ".git/config"), "[core]\n\tautocrlf = false\n");
        await stage.BeginAsync();
        Assert.Contains(git.Calls(stage), call => call.Contains(" config --local", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_turn_that_changed_nothing_ends_with_two_and_one_that_did_with_seven()
    {
        using var stage = Begun(repository: true, changed: false);
        var begun = await stage.BeginAsync();
        var before = git.Calls(stage).Count;
        Assert.Equal("", (await stage.Patches.EndAsync(begun, Stop)).Text);
        Assert.Equal(2, git.Calls(stage).Count - before);
        stage.Write("a.txt", "two\n");
        before = git.Calls(stage).Count;
        Assert.Equal("a.txt", Assert.Single((await stage.Patches.EndAsync(begun, Stop)).Files).Path);
        Assert.Equal(7, git.Calls(stage).Count - before);
    }

    [Fact]
    public async Task An_end_that_was_cut_off_is_found_again_with_its_beginning()
    {
        using var stage = Begun(repository: true, changed: false);
        var begun = await stage.BeginAsync();
        stage.Write("a.txt", "two\n");
        await stage.Patches.EndAsync(begun, Stop);
        stage.Write("b.txt", "three\n");
        using var second = stage.New();
        var patch = await second.EndAsync(await second.ResumeAsync("session/task", Stop), Stop);
        Assert.Equal(["a.txt", "b.txt"], patch.Files.Select(file => file.Path));
        File.Delete(Path.Combine(stage.Workspace, "b.txt"));
        stage.Write("a.txt", "one\n");
        Assert.Empty((await second.EndAsync(await second.ResumeAsync("session/task", Stop), Stop)).Files);
    }

    /// <summary>A workspace whose settings were read before.</summary>
    private PatchStage Begun(bool repository, bool changed)
    {
        var stage = new PatchStage();
        stage.Write("a.txt", "one\n");
        if (repository)
        {
            stage.Commit();
            File.SetLastWriteTimeUtc(Path.Combine(stage.Workspace, ".git/config"), DateTime.UtcNow.AddMinutes(-1));
            stage.Patches.Drop(stage.BeginAsync().GetAwaiter().GetResult());
        }

        if (changed)
        {
            stage.Write("mine.txt", "mine\n");
        }

        git.Forget(stage);
        return stage;
    }
}

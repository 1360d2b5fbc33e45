using CodexA2A.Runner.Turns;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Runner.Workspaces.Contexts;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Workspaces.Contexts;

public sealed class ContextFolderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_context_gets_a_folder_and_finds_it_again_as_it_was()
    {
        using var stage = new ContextStage(WorkspaceOptions.Folder);
        var folder = await stage.PrepareAsync();
        Assert.Equal(Path.Combine(stage.Root, "contexts", ContextStage.Session.Value), folder);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(folder) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        await File.WriteAllTextAsync(Path.Combine(folder, "note"), "kept", Stop);

        Assert.Equal(folder, await stage.PrepareAsync());
        Assert.True(File.Exists(Path.Combine(folder, "note")));
        Assert.NotEqual(folder, await stage.PrepareAsync(ContextStage.Other));
        Assert.Equal(folder, stage.Contexts.Use(ContextStage.Session));
    }

    [Fact]
    public async Task Nothing_that_a_request_names_leads_out_of_it()
    {
        using var stage = new ContextStage(WorkspaceOptions.Folder);
        var folder = await stage.PrepareAsync();
        var other = await stage.PrepareAsync(ContextStage.Other);
        Directory.CreateDirectory(Path.Combine(folder, "sub"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "out"), other);
        var roots = stage.Contexts.RootsOf(ContextStage.Session);
        Assert.Equal(Path.Combine(folder, "sub"), roots.Resolve("sub"));
        Assert.All(["..", "../..", "out", other, stage.Root, $"../{ContextStage.Other.Value}"], path => Assert.Null(roots.Resolve(path)));
    }

    [Fact]
    public async Task A_link_in_its_place_is_not_followed()
    {
        using var stage = new ContextStage(WorkspaceOptions.Folder);
        var folder = await stage.PrepareAsync();
        var elsewhere = Directory.CreateDirectory(Path.Combine(stage.Home, "elsewhere")).FullName;
        await File.WriteAllTextAsync(Path.Combine(elsewhere, "file"), "", Stop);
        Directory.Delete(folder);
        Directory.CreateSymbolicLink(folder, elsewhere);
        var roots = stage.Contexts.RootsOf(ContextStage.Session);

        Assert.Equal("WORKSPACE_CHANGED", Assert.Throws<A2AException>(() => WorkspaceFolder.Confirm(roots, roots.RealRoot)).Reason);
        Assert.Null(roots.Resolve("."));
        Assert.Empty(await stage.Contexts.ForgetAsync(ContextStage.Session, Stop));
        Assert.False(Path.Exists(folder));
        Assert.True(File.Exists(Path.Combine(elsewhere, "file")));
    }

    [Fact]
    public async Task A_link_in_the_place_of_all_of_them_is_an_error()
    {
        using var stage = new ContextStage(WorkspaceOptions.Folder);
        Directory.CreateSymbolicLink(Path.Combine(stage.Root, "contexts"), stage.Home);

        Assert.Equal("WORKSPACE_UNWRITABLE", (await Assert.ThrowsAsync<A2AException>(() => stage.PrepareAsync())).Reason);
        Assert.False(Directory.Exists(Path.Combine(stage.Home, ContextStage.Session.Value)));
    }

    [Fact]
    public async Task It_goes_with_its_session_and_others_stay()
    {
        using var stage = new ContextStage(WorkspaceOptions.Folder);
        var folder = await stage.PrepareAsync();
        var other = await stage.PrepareAsync(ContextStage.Other);
        // Deeper than anything of ours, with a link that leads to the other.
        var deep = Directory.CreateDirectory(Path.Combine([folder, .. Enumerable.Repeat("d", 100)])).FullName;
        Directory.CreateSymbolicLink(Path.Combine(deep, "link"), other);

        Assert.Empty(await stage.Contexts.ForgetAsync(ContextStage.Session, Stop));

        Assert.False(Directory.Exists(folder));
        Assert.True(Directory.Exists(other));
        Assert.Equal(ContextStage.Other.Value, Assert.Single(ContextRecord.All(stage.Home)).Session);
        Assert.Equal("WORKSPACE_MISSING", Assert.Throws<A2AException>(() => stage.Contexts.Use(ContextStage.Session)).Reason);
    }

    [Fact]
    public async Task What_cannot_be_removed_is_named_in_the_proof()
    {
        using var stage = new ContextStage(WorkspaceOptions.Folder);
        var folder = await stage.PrepareAsync();
        Directory.CreateDirectory(Path.Combine([folder, .. Enumerable.Repeat("d", HeldFolder.Deep + 1)]));
        Assert.Equal([$"workspace:contexts/{ContextStage.Session.Value} (cannot be removed)"], await stage.Contexts.ForgetAsync(ContextStage.Session, Stop));
    }

    [Fact]
    public async Task What_nobody_uses_goes_when_its_time_has_come_and_no_turn_runs()
    {
        using var stage = new ContextStage(WorkspaceOptions.Folder, keepIdle: TimeSpan.FromHours(2));
        var folder = await stage.PrepareAsync();
        stage.Time.Advance(TimeSpan.FromHours(1.5));
        var other = await stage.PrepareAsync(ContextStage.Other);
        Assert.Equal(0, await stage.Sweeping.SweepAsync(Stop));

        stage.Time.Advance(TimeSpan.FromHours(1));
        using (SessionLock.TryTake(stage.Home, ContextStage.Session.Value))
        {
            Assert.Equal(0, await stage.Sweeping.SweepAsync(Stop));
        }

        Assert.Equal(1, await stage.Sweeping.SweepAsync(Stop));
        Assert.False(Directory.Exists(folder));
        Assert.True(Directory.Exists(other));
    }

    [Fact]
    public async Task What_another_runner_of_the_home_made_for_another_root_is_left_to_it()
    {
        using var stage = new ContextStage(WorkspaceOptions.Folder, keepIdle: TimeSpan.FromHours(1));
        var root = Directory.CreateDirectory(Path.Combine(stage.Home, "root")).FullName;
        var others = stage.New(WorkspaceOptions.Folder, root);
        await others.PrepareAsync(ContextStage.Session, Stop);
        stage.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, await stage.Sweeping.SweepAsync(Stop));
        Assert.True(Directory.Exists(others.RootsOf(ContextStage.Session).Root));
    }

    [Fact]
    public async Task Where_contexts_have_none_nothing_is_made()
    {
        using var stage = new ContextStage(WorkspaceOptions.None);
        Assert.Equal(stage.Root, await stage.PrepareAsync());
        Assert.Empty(Directory.GetFileSystemEntries(stage.Root).Concat(Directory.GetFileSystemEntries(stage.Home)));
    }

    [Theory]
    [InlineData("sub", null, "must be none, folder or worktree")]
    [InlineData("folder", "/srv", "cannot both be set")]
    [InlineData("", "/srv", null)]
    [InlineData("worktree", null, null)]
    public void The_settings_are_held_against_each_other(string kind, string? allowed, string? says)
    {
        var result = new WorkspaceOptionsValidator().Validate(null, new WorkspaceOptions { PerContext = kind, Allowed = allowed is null ? [] : [allowed] });
        Assert.True(says is null ? result.Succeeded : result.FailureMessage!.Contains(says, StringComparison.Ordinal), result.FailureMessage);
    }
}

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

        // Of a turn that ran then and was cut off: it may go on.
        await stage.PrepareAsync(ContextStage.Other);
        Assert.Equal(0, await stage.Sweeping.SweepAsync(Stop));
        stage.Time.Advance(TimeSpan.FromHours(1.5));
        await stage.PrepareAsync(ContextStage.Other);
        stage.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await stage.Sweeping.SweepAsync(Stop));
        Assert.False(Directory.Exists(folder));
        Assert.True(Directory.Exists(other));
    }

    [Fact]
    public async Task Its_time_runs_from_the_end_of_a_turn()
    {
        using var stage = new ContextStage(WorkspaceOptions.Folder, keepIdle: TimeSpan.FromHours(2));
        string folder;
        using (stage.Contexts.InUse(ContextStage.Session))
        {
            folder = await stage.PrepareAsync();
            stage.Time.Advance(TimeSpan.FromHours(5));
        }

        Assert.Equal(0, await stage.Sweeping.SweepAsync(Stop));
        stage.Time.Advance(TimeSpan.FromHours(2.5));
        Assert.Equal(1, await stage.Sweeping.SweepAsync(Stop));
        Assert.False(Directory.Exists(folder));
        // Nothing where there is none.
        stage.Contexts.InUse(ContextStage.Session).Dispose();
    }

    [Fact]
    public async Task At_a_start_nothing_is_removed_until_the_first_look()
    {
        using var stage = new ContextStage(WorkspaceOptions.Folder, keepIdle: TimeSpan.FromHours(2));
        var folder = await stage.PrepareAsync();
        stage.Time.Advance(TimeSpan.FromDays(9));
        await stage.Sweeping.StartAsync(Stop);
        await stage.Sweeping.StopAsync(Stop);
        Assert.True(Directory.Exists(folder));
    }

    [Fact]
    public async Task What_a_context_has_below_another_root_stays_for_its_time_and_is_found_again()
    {
        using var stage = new ContextStage(WorkspaceOptions.Folder, keepIdle: TimeSpan.FromHours(2));
        var folder = await stage.PrepareAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, "note"), "not committed", Stop);
        var root = Directory.CreateDirectory(Path.Combine(stage.Home, "root")).FullName;
        var moved = stage.New(WorkspaceOptions.Folder, root);

        await moved.PrepareAsync(ContextStage.Session, Stop);
        Assert.True(File.Exists(Path.Combine(folder, "note")));
        Assert.Equal(Path.Combine(root, "contexts", ContextStage.Session.Value), moved.Use(ContextStage.Session));

        Assert.Equal(folder, await stage.PrepareAsync());
        Assert.Equal(folder, stage.Contexts.Use(ContextStage.Session));
        Assert.True(File.Exists(Path.Combine(folder, "note")));

        await moved.PrepareAsync(ContextStage.Session, Stop);
        stage.Time.Advance(TimeSpan.FromHours(1.5));
        await moved.PrepareAsync(ContextStage.Session, Stop);
        stage.Time.Advance(TimeSpan.FromHours(1));
        using var sweeping = stage.Sweeper(moved, WorkspaceOptions.Folder, TimeSpan.FromHours(2), root);
        Assert.Equal(1, await sweeping.SweepAsync(Stop));
        Assert.False(Directory.Exists(folder));
        await stage.PrepareAsync();
        Assert.Empty(await moved.ForgetAsync(ContextStage.Session, Stop));
        Assert.Empty(ContextRecord.All(stage.Home));
        Assert.False(Directory.Exists(folder) || Directory.Exists(Path.Combine(root, "contexts", ContextStage.Session.Value)));
    }

    [Fact]
    public async Task A_runner_of_another_home_that_has_the_context_now_keeps_its_folder()
    {
        using var stage = new ContextStage(WorkspaceOptions.Folder, keepIdle: TimeSpan.FromHours(2));
        var folder = await stage.PrepareAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, "note"), "", Stop);
        var others = stage.New(WorkspaceOptions.Folder, home: stage.OtherHome);
        await others.PrepareAsync(ContextStage.Session, Stop);
        stage.Time.Advance(TimeSpan.FromHours(3));

        await stage.Sweeping.SweepAsync(Stop);
        Assert.True(File.Exists(Path.Combine(folder, "note")));
        Assert.Empty(ContextRecord.All(stage.Home));

        using var sweeping = stage.Sweeper(others, WorkspaceOptions.Folder, TimeSpan.FromHours(2), home: stage.OtherHome);
        Assert.Equal(1, await sweeping.SweepAsync(Stop));
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(folder)!));
    }

    [Fact]
    public async Task Folders_that_may_not_be_read_or_changed_go_too()
    {
        using var stage = new ContextStage(WorkspaceOptions.Folder);
        var folder = await stage.PrepareAsync();
        foreach (var (name, mode) in ((string, UnixFileMode)[])[("fixed", UnixFileMode.UserRead | UnixFileMode.UserExecute), ("closed", UnixFileMode.None)])
        {
            var inner = Directory.CreateDirectory(Path.Combine(folder, name, "inner")).FullName;
            await File.WriteAllTextAsync(Path.Combine(inner, "file"), "", Stop);
            SetMode(inner, mode);
            SetMode(Path.GetDirectoryName(inner)!, mode);
        }

        Assert.Empty(await stage.Contexts.ForgetAsync(ContextStage.Session, Stop));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task What_was_removed_in_part_is_no_whole_folder()
    {
        using var stage = new ContextStage(WorkspaceOptions.Folder, keepIdle: TimeSpan.FromHours(2));
        var folder = await stage.PrepareAsync();
        Directory.CreateDirectory(Path.Combine([folder, .. Enumerable.Repeat("d", HeldFolder.Deep + 1)]));
        stage.Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(0, await stage.Sweeping.SweepAsync(Stop));

        var record = Assert.Single(ContextRecord.All(stage.Home));
        Assert.False(record.IsWhole);
        // The next look tries again.
        Assert.True(stage.Time.GetUtcNow() - record.UsedAt > TimeSpan.FromHours(2));
        Assert.Equal("WORKSPACE_MISSING", Assert.Throws<A2AException>(() => stage.Contexts.Use(ContextStage.Session)).Reason);
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Interoperability", "CA1416", Justification = "Asked before.")]
    private static void SetMode(string path, UnixFileMode mode) => File.SetUnixFileMode(path, mode);

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

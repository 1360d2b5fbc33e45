using CodexA2A.Runner.Patches;

namespace CodexA2A.Runner.Tests.Patches;

public sealed class SpareShadowTests : IDisposable
{
    private readonly PatchStage _stage = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string[] Spares => [.. Directory.EnumerateDirectories(_stage.Stored, SpareShadows.Prefix + "*")];

    [Fact]
    public async Task Turns_that_change_nothing_pass_one_folder_on()
    {
        Begin();
        _stage.Patches.Drop(await _stage.BeginAsync());
        File.WriteAllText(Path.Combine(Assert.Single(Spares), "mark"), "");
        for (var i = 0; i < 3; i++)
        {
            var begun = await _stage.BeginAsync();
            Assert.Empty(Spares);
            Assert.True(File.Exists(Path.Combine(begun.Folder, "mark")));
            _stage.Patches.Drop(begun);
        }

        Assert.Empty(_stage.Left);
        Assert.Single(Spares);
    }

    [Fact]
    public async Task A_turn_with_a_spare_has_the_patch_of_its_own_beginning()
    {
        Begin();
        _stage.Patches.Drop(await _stage.BeginAsync());
        Assert.Equal("a.txt", Assert.Single((await _stage.ChangeAsync(() => _stage.Write("a.txt", "two\n"))).Files).Path);
        // It had stored things.
        Assert.Empty(Spares);
        Assert.Equal("b.txt", Assert.Single((await _stage.ChangeAsync(() => _stage.Write("b.txt", "three\n"))).Files).Path);
    }

    [Fact]
    public async Task Another_index_takes_no_spare_of_the_old_one()
    {
        Begin();
        _stage.Patches.Drop(await _stage.BeginAsync());
        _stage.Write("b.txt", "two\n");
        PatchStage.Git(_stage.Workspace, "add", "b.txt");
        Settle();
        var begun = await _stage.BeginAsync();
        Assert.Empty(Spares);
        Assert.Contains("b.txt", PatchStage.Ask(_stage.Workspace, $"--git-dir={begun.Folder}", "ls-files"), StringComparison.Ordinal);
        _stage.Patches.Drop(begun);
    }

    [Fact]
    public async Task An_index_that_was_written_just_now_makes_none()
    {
        _stage.Write("a.txt", "one\n");
        _stage.Commit();
        File.SetLastWriteTimeUtc(Path.Combine(_stage.Workspace, ".git/index"), DateTime.UtcNow);
        _stage.Patches.Drop(await _stage.BeginAsync());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_stage.Stored));
    }

    [Fact]
    public async Task A_spare_is_nobodys_beginning()
    {
        Begin();
        _stage.Patches.Drop(await _stage.BeginAsync());
        // As if the service died between its new name and what is written then.
        Directory.CreateDirectory(Path.Combine(_stage.Stored, "session"));
        Directory.Move(Assert.Single(Spares), Path.Combine(_stage.Stored, "session/task"));
        using var second = _stage.New();
        Assert.Equal(PatchGaps.BaseLost, (await second.ResumeAsync("session/task", Stop)).Gap);
    }

    [Fact]
    public async Task Spares_go_with_a_session_that_is_forgotten_and_with_their_owner()
    {
        Begin();
        _stage.Patches.Drop(await _stage.BeginAsync());
        Assert.Single(Spares);
        _stage.Patches.Forget("session");
        Assert.Empty(Spares);
        _stage.Patches.Drop(await _stage.BeginAsync());
        Assert.Single(Spares);
        _stage.Patches.Dispose();
        Assert.Empty(Spares);
    }

    [Fact]
    public async Task Those_of_a_runner_that_died_go_when_the_next_one_begins_and_when_a_session_is_forgotten()
    {
        Begin();
        _stage.Patches.Drop(await _stage.BeginAsync());
        using var second = _stage.New();
        var begun = await second.BeginAsync("other/task", _stage.Workspace, _stage.Workspace, late: false, Stop);
        Assert.Empty(Spares);
        second.Drop(begun);
        Assert.Single(Spares);
        _stage.Patches.Forget("session");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_stage.Stored));
        // The one whose spare that was makes another.
        Assert.Null((await second.BeginAsync("other/task", _stage.Workspace, _stage.Workspace, late: false, Stop)).Gap);
    }

    [Fact]
    public async Task A_spare_that_somebody_removed_is_made_anew()
    {
        Begin();
        _stage.Patches.Drop(await _stage.BeginAsync());
        Directory.Delete(Assert.Single(Spares), recursive: true);
        Assert.Null((await _stage.BeginAsync()).Gap);
    }

    [Fact]
    public async Task There_are_never_more_than_sixteen()
    {
        Begin();
        var begun = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _stage.Patches.BeginAsync($"session/{i}", _stage.Workspace, _stage.Workspace, late: false, Stop)));
        foreach (var one in begun)
        {
            _stage.Patches.Drop(one);
        }

        Assert.Equal(16, Spares.Length);
        Assert.Empty(_stage.Left);
    }

    private void Begin()
    {
        _stage.Write("a.txt", "one\n");
        _stage.Commit();
        Settle();
    }

    private void Settle()
    {
        foreach (var name in (string[])["config", "index", "info/exclude"])
        {
            var file = Path.Combine(_stage.Workspace, ".git", name);
            if (File.Exists(file))
            {
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-1));
            }
        }
    }

    public void Dispose() => _stage.Dispose();
}

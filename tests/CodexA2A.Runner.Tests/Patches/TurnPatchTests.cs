using System.Security.Cryptography;
using System.Text;
using CodexA2A.Runner.Patches;

namespace CodexA2A.Runner.Tests.Patches;

/// <summary>The patch of a turn: applied to what was there before, it gives what is there now.</summary>
public sealed class TurnPatchTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_kind_of_change_is_in_it(bool git)
    {
        using var stage = Begun(git);
        var patch = await stage.ChangeAsync(() => ChangeAll(stage));

        Assert.Equal(git ? 40 : 0, patch.BaseCommit?.Length ?? 0);
        Assert.Equal(!git, patch.BaseDirty);
        Assert.Empty(patch.Gaps);
        var files = patch.Files.ToDictionary(file => file.Path);
        Assert.Equal((ChangeKinds.Update, Hash("one\nTWO\n"), Hash("one\ntwo\n")), (files["a.txt"].Kind, files["a.txt"].After, files["a.txt"].Before));
        Assert.Equal((ChangeKinds.Add, null, Hash("new\n")), (files["sp ace/né\t\"w.txt"].Kind, files["sp ace/né\t\"w.txt"].Before, files["sp ace/né\t\"w.txt"].After));
        Assert.Equal((ChangeKinds.Delete, Hash("bye\n"), null), (files["gone.txt"].Kind, files["gone.txt"].Before, files["gone.txt"].After));
        Assert.Equal((ChangeKinds.Rename, "moved.txt"), (files["sub/moved2.txt"].Kind, files["sub/moved2.txt"].OldPath));
        Assert.Equal("100644 100755", files["mode.sh"].Mode);
        Assert.Equal("120000", files["link"].Mode);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([0, 1, 2, 3, 255])), files["bin.dat"].After);
    }

    [Fact]
    public async Task What_was_changed_before_the_turn_is_not_in_it()
    {
        using var stage = Begun(git: true);
        stage.Write("a.txt", "zero\none\ntwo\n");
        stage.Write("mine.txt", "mine\n");
        PatchStage.Git(stage.Workspace, "add", "mine.txt");
        var patch = await stage.ChangeAsync(() => stage.Write("a.txt", "zero\none\nTWO\n"));

        Assert.True(patch.BaseDirty);
        Assert.Equal("a.txt", Assert.Single(patch.Files).Path);
        Assert.DoesNotContain("mine", patch.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_turn_committed_is_in_it_too()
    {
        using var stage = Begun(git: true);
        var patch = await stage.ChangeAsync(() =>
        {
            stage.Write("a.txt", "committed\n");
            PatchStage.Git(stage.Workspace, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-a", "-m", "by the agent");
            stage.Write("b.txt", "and not\n");
        });
        Assert.Equal(["a.txt", "b.txt"], patch.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task Nothing_changed_is_an_empty_patch_without_a_gap()
    {
        using var stage = Begun(git: true);
        var patch = await stage.ChangeAsync(() => { });
        Assert.Equal("", patch.Text);
        Assert.Empty(patch.Files);
        Assert.Empty(patch.Gaps);
        Assert.False(patch.BaseDirty);
    }

    [Fact]
    public async Task Text_that_is_no_UTF8_survives()
    {
        using var stage = Begun(git: true);
        stage.Write("latin.txt", [0xE9, 0x0A]);
        await stage.ChangeAsync(() => stage.Write("latin.txt", [0xE9, 0xE8, 0x0A]));
    }

    [Fact]
    public async Task Line_ends_stay_as_they_are_also_where_the_repository_converts_them()
    {
        using var stage = Begun(git: false);
        stage.Write(".gitattributes", "*.txt text eol=crlf\n");
        stage.Write("crlf.txt", "one\r\ntwo\r\nthree\r\n");
        stage.Commit();
        var patch = await stage.ChangeAsync(() => stage.Write("crlf.txt", "one\r\nTWO\r\nthree\r\n"));
        Assert.Equal(Hash("one\nTWO\nthree\n"), Assert.Single(patch.Files).After);
    }

    [Fact]
    public async Task Ignored_files_are_left_out()
    {
        using var stage = Begun(git: false);
        stage.Write(".gitignore", "*.ignored\n");
        stage.Commit();
        stage.Write(".git/info/exclude", "also.ignored\n");
        var patch = await stage.ChangeAsync(() =>
        {
            stage.Write("x.ignored", "x");
            stage.Write("also.ignored", "x");
            stage.Write("seen.txt", "x");
        });
        Assert.Equal("seen.txt", Assert.Single(patch.Files).Path);
    }

    [Fact]
    public async Task A_workspace_below_the_top_of_its_repository_gives_paths_from_the_top()
    {
        using var stage = Begun(git: true);
        var sub = Path.Combine(stage.Workspace, "sub");
        var before = stage.Copy();
        var begun = await stage.Patches.BeginAsync("session/task", sub, sub, late: false, Stop);
        stage.Write("sub/in.txt", "changed\n");
        stage.Write("outside.txt", "not looked at\n");
        var patch = await stage.Patches.EndAsync(begun, Stop);
        Assert.Equal("sub/in.txt", Assert.Single(patch.Files).Path);
        stage.Apply(before, patch);
        Assert.Equal("changed\n", await File.ReadAllTextAsync(Path.Combine(before, "sub/in.txt"), Stop));
    }

    [Fact]
    public async Task The_repository_is_not_written()
    {
        using var stage = Begun(git: true);
        stage.Write("a.txt", "dirty\n");
        var before = State(stage);
        var begun = await stage.BeginAsync();
        stage.Write("b.txt", "new\n");
        await stage.Patches.EndAsync(begun, Stop);
        Assert.Equal(before, State(stage));

        static string State(PatchStage stage) => string.Join('\n', Directory.EnumerateFileSystemEntries(Path.Combine(stage.Workspace, ".git"), "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O}"));
    }

    [Fact]
    public async Task The_beginning_outlives_the_runner_that_stored_it()
    {
        using var stage = Begun(git: true);
        await stage.BeginAsync();
        stage.Write("a.txt", "by the first runner\n");
        using var second = stage.New();
        var patch = await second.EndAsync(await second.ResumeAsync("session/task", Stop), Stop);
        Assert.Equal("a.txt", Assert.Single(patch.Files).Path);
        Assert.Empty(patch.Gaps);

        second.Forget("session");
        Assert.Equal([PatchGaps.BaseLost], (await second.EndAsync(await second.ResumeAsync("session/task", Stop), Stop)).Gaps);
        Assert.Equal([PatchGaps.BaseLost], (await second.EndAsync(await second.BeginAsync("session/task", stage.Workspace, stage.Workspace, late: true, Stop), Stop)).Gaps);
    }

    private static PatchStage Begun(bool git)
    {
        var stage = new PatchStage();
        stage.Write("a.txt", "one\ntwo\n");
        stage.Write("noeol.txt", "x\ny");
        stage.Write("crlf.txt", "one\r\ntwo\r\n");
        stage.Write("gone.txt", "bye\n");
        stage.Write("moved.txt", string.Concat(Enumerable.Range(0, 20).Select(line => $"line {line}\n")));
        stage.Write("mode.sh", "#!/bin/sh\n");
        stage.Write("bin.dat", [0, 1, 2, 3]);
        stage.Write("sub/in.txt", "in\n");
        if (git)
        {
            stage.Commit();
        }

        return stage;
    }

    private static void ChangeAll(PatchStage stage)
    {
        stage.Write("a.txt", "one\nTWO\n");
        stage.Write("noeol.txt", "x\nz");
        stage.Write("crlf.txt", "one\r\nTWO\r\n");
        stage.Write("sp ace/né\t\"w.txt", "new\n");
        stage.Write("empty.txt", "");
        File.Delete(Path.Combine(stage.Workspace, "gone.txt"));
        File.Move(Path.Combine(stage.Workspace, "moved.txt"), Path.Combine(stage.Workspace, "sub/moved2.txt"));
        PatchStage.MakeExecutable(Path.Combine(stage.Workspace, "mode.sh"));
        File.CreateSymbolicLink(Path.Combine(stage.Workspace, "link"), "/etc/passwd");
        stage.Write("bin.dat", [0, 1, 2, 3, 255]);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

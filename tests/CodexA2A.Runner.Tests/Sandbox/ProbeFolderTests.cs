using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Control;
using CodexA2A.Runner.Sandbox;

namespace CodexA2A.Runner.Tests.Sandbox;

/// <summary>What a service leaves that is killed while it tries its sandbox.</summary>
public sealed class ProbeFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("codex-a2a-probe-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void What_dead_services_left_is_removed_and_nothing_else()
    {
        var own = ProcessMark.Of("own");
        var dead = Make(ProbeFolder.Name(own with { Start = own.Start + 1 }));
        File.WriteAllText(Path.Combine(dead, "canary"), "word");
        Directory.CreateDirectory(Path.Combine(dead, ".git"));
        var alive = Make(ProbeFolder.Name(own));
        var elsewhere = Make(ProbeFolder.Name(own with { Space = own.Space + 1, Start = own.Start + 1 }));
        var earlier = Make("a2a-probe-0123456789abcdef");
        var old = Make("a2a-probe-fedcba9876543210");
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));
        var foreign = Make(ProbeFolder.Name(own with { Start = own.Start + 2 }));
        File.WriteAllText(Path.Combine(foreign, "a person's"), "");
        var target = Make("target");
        File.WriteAllText(Path.Combine(target, "canary"), "");
        var link = Path.Combine(_root, ProbeFolder.Name(own with { Start = own.Start + 3 }));
        Directory.CreateSymbolicLink(link, target);

        Assert.Equal(2, ProbeFolder.Sweep([_root, _root, Path.Combine(_root, "not there")], DateTimeOffset.UtcNow));

        Assert.False(Directory.Exists(dead) || Directory.Exists(old));
        Assert.All([alive, elsewhere, earlier, foreign], folder => Assert.True(Directory.Exists(folder)));
        Assert.True(File.Exists(Path.Combine(foreign, "a person's")) && File.Exists(Path.Combine(link, "canary")));
    }

    [Fact]
    public void A_probe_names_its_owner_and_removes_its_folder()
    {
        string path;
        using (var folder = new ProbeFolder(_root))
        {
            path = folder.Path;
            Assert.Equal(0, ProbeFolder.Sweep([_root], DateTimeOffset.UtcNow));
            Assert.False(ProcessMark.Parse(Path.GetFileName(path)["a2a-probe-".Length..])!.Value.IsOwnerDead);
        }

        Assert.False(Directory.Exists(path));
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(15, 5)]
    [InlineData(20, 0)]
    [InlineData(100, 0)]
    public void The_wait_for_a_try_is_part_of_what_a_shell_waits(int waited, int left) =>
        Assert.Equal(TimeSpan.FromSeconds(left), ShellMethods.Left(TimeSpan.FromSeconds(waited)));

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
}

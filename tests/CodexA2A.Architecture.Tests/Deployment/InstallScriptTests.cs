using System.Runtime.Versioning;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests.Deployment;

/// <summary>install.sh and uninstall.sh, below a folder of the test.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class InstallScriptTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("codex-a2a-install-");
    private readonly string built;

    public InstallScriptTests()
    {
        built = Directory.CreateDirectory(Path.Combine(folder.FullName, "built")).FullName;
        Build("one");
    }

    private string Root => Path.Combine(folder.FullName, "root");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task It_lays_out_program_unit_and_settings_and_no_secret()
    {
        await InstallAsync("--instance", "one");
        Assert.Equal(
            [
                "etc/codex-a2a/example.env", "etc/codex-a2a/one.env", "etc/systemd/system/codex-a2a@.service",
                "usr/local/bin/codex-a2a", "usr/local/lib/codex-a2a/codex-a2a", "usr/local/lib/codex-a2a/libe_sqlite3.so",
            ],
            Files());
        Assert.Equal("/usr/local/lib/codex-a2a/codex-a2a", new FileInfo(At("usr/local/bin/codex-a2a")).LinkTarget);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(At("etc/codex-a2a/one.credentials")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(At("etc/codex-a2a/one.credentials")));
    }

    [Fact]
    public async Task In_an_archive_of_a_release_it_takes_the_program_beside_its_folder()
    {
        var scripts = Directory.CreateDirectory(Path.Combine(built, "systemd")).FullName;
        foreach (var file in Directory.EnumerateFiles(Repository.Full("deploy/systemd")))
            File.Copy(file, Path.Combine(scripts, Path.GetFileName(file)));
        var (code, output) = await DeployFiles.RunAsync("bash", [Path.Combine(scripts, "install.sh")], ("DESTDIR", Root));
        Assert.True(code == 0, output);
        Assert.Equal("one", await ReadAsync("usr/local/lib/codex-a2a/codex-a2a"));
    }

    [Fact]
    public async Task Another_prefix_is_where_the_unit_looks()
    {
        await InstallAsync("--prefix", "/opt/agent");
        Assert.Contains("\nExecStart=/opt/agent/lib/codex-a2a/codex-a2a serve ", await ReadAsync("etc/systemd/system/codex-a2a@.service"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_time_it_brings_the_new_program_and_leaves_what_people_wrote()
    {
        await InstallAsync("--instance", "one");
        await File.WriteAllTextAsync(At("etc/codex-a2a/one.env"), "A2A_PORT=9000\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(At("etc/codex-a2a/one.credentials/A2A_BEARER_TOKEN"), "t", TestContext.Current.CancellationToken);
        Build("two");
        await InstallAsync("--instance", "one");
        Assert.Equal(("two", "A2A_PORT=9000\n", "t"), (await ReadAsync("usr/local/lib/codex-a2a/codex-a2a"), await ReadAsync("etc/codex-a2a/one.env"), await ReadAsync("etc/codex-a2a/one.credentials/A2A_BEARER_TOKEN")));
    }

    [Fact]
    public async Task Uninstall_keeps_settings_secrets_and_data_unless_it_is_asked()
    {
        await InstallAsync("--instance", "one");
        Directory.CreateDirectory(At("var/lib/codex-a2a/one"));
        await File.WriteAllTextAsync(At("var/lib/codex-a2a/one/tasks.db"), "", TestContext.Current.CancellationToken);
        await RunAsync("uninstall.sh");
        Assert.Equal(["etc/codex-a2a/one.env", "var/lib/codex-a2a/one/tasks.db"], Files());
        Assert.True(Directory.Exists(At("etc/codex-a2a/one.credentials")));
        await RunAsync("uninstall.sh");
        await RunAsync("uninstall.sh", "--purge");
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/opt/")]
    [InlineData("//opt")]
    [InlineData("/opt/..")]
    [InlineData("/../opt")]
    [InlineData("/opt/./x")]
    [InlineData("/opt/a b")]
    [InlineData("/opt/a|b")]
    [InlineData("/opt/a&b")]
    [InlineData("/opt/é")]
    [InlineData("/opt\n/x")]
    public async Task A_prefix_is_a_plain_path_for_both(string prefix)
    {
        foreach (var script in new[] { "install.sh", "uninstall.sh" })
        {
            // All that it takes is there, so nothing but the prefix can be refused; and what was there stays.
            await InstallAsync("--prefix", "/opt");
            var before = Files().ToArray();
            string[] more = script == "install.sh" ? ["--from", built] : ["--purge"];
            var (code, output) = await DeployFiles.RunAsync("bash", [Repository.Full($"deploy/systemd/{script}"), "--prefix", prefix, .. more], ("DESTDIR", Root));
            Assert.Equal((1, true), (code, output.StartsWith($"{script}: --prefix must be ", StringComparison.Ordinal)));
            Assert.Equal(before, Files());
        }
    }

    [Theory]
    [InlineData("/opt/..agent/a.b+c_d-1")]
    [InlineData("/opt")]
    public async Task Dots_in_a_name_are_no_way_out(string prefix)
    {
        await InstallAsync("--prefix", prefix);
        Assert.Equal("one", await ReadAsync($"{prefix[1..]}/lib/codex-a2a/codex-a2a"));
        await RunAsync("uninstall.sh", "--prefix", prefix, "--purge");
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("install.sh", "--instance", "../x")]
    [InlineData("install.sh", "--instance", "")]
    [InlineData("install.sh", "--instance", "-x")]
    [InlineData("install.sh", "--instance", ".x")]
    [InlineData("install.sh", "--instance", "_x")]
    [InlineData("install.sh", "--instance", "x\ny")]
    [InlineData("install.sh", "--instance", "example")]
    [InlineData("install.sh", "--prefix", "opt")]
    [InlineData("install.sh", "--from", "/nonexistent")]
    [InlineData("install.sh", "--force")]
    [InlineData("uninstall.sh", "--all")]
    [InlineData("uninstall.sh", "--prefix", "opt")]
    public async Task What_it_does_not_understand_it_refuses_before_it_does_anything(string script, params string[] arguments)
    {
        var (code, output) = await DeployFiles.RunAsync("bash", [Repository.Full($"deploy/systemd/{script}"), "--prefix", "/usr/local", .. arguments], ("DESTDIR", Root));
        Assert.Equal(1, code);
        Assert.StartsWith($"{script}: ", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Root));
    }

    private Task InstallAsync(params string[] arguments) => RunAsync("install.sh", ["--from", built, .. arguments]);

    private async Task RunAsync(string script, params string[] arguments)
    {
        var (code, output) = await DeployFiles.RunAsync("bash", [Repository.Full($"deploy/systemd/{script}"), .. arguments], ("DESTDIR", Root));
        Assert.True(code == 0, output);
    }

    private void Build(string program)
    {
        File.WriteAllText(Path.Combine(built, "codex-a2a"), program);
        File.SetUnixFileMode(Path.Combine(built, "codex-a2a"), OwnerOnly);
        File.WriteAllText(Path.Combine(built, "libe_sqlite3.so"), "");
    }

    private string At(string path) => Path.Combine(Root, path);

    private Task<string> ReadAsync(string path) => File.ReadAllTextAsync(At(path), TestContext.Current.CancellationToken);

    private IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal);
}

using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Sandbox;

namespace CodexA2A.Runner.Tests.Sandbox;

public sealed class SandboxSubjectTests
{
    [Fact]
    public void It_is_tried_around_another_folder()
    {
        var subject = SandboxSubject.Of(new CodexOptions(), Config, "/space").At("/stand");

        Assert.Equal(["/stand", "/more"], subject.Roots);
        Assert.True(subject.NetworkAllowed);
    }

    private static readonly ConfigSandbox Config = new("workspace-write", new ConfigWorkspaceWrite(["/more"], NetworkAccess: true, ExcludeSlashTmp: true));

    [Theory]
    [InlineData(null, "workspace-write", true)]
    [InlineData("workspace-write", "workspace-write", true)]
    [InlineData("read-only", "read-only", false)]
    [InlineData("danger-full-access", "danger-full-access", false)]
    [InlineData("external", "external", false)]
    public void The_setting_goes_before_the_configuration(string? setting, string mode, bool network)
    {
        var subject = SandboxSubject.Of(new CodexOptions { SandboxMode = setting }, Config, "/ws");

        Assert.Equal((mode, network), (subject.Mode, subject.NetworkAllowed));
        Assert.NotNull(subject.Policy);
    }

    [Fact]
    public void What_the_configuration_adds_is_part_of_the_policy()
    {
        var subject = SandboxSubject.Of(new CodexOptions(), Config, "/ws");

        Assert.Equal(["/ws", "/more"], subject.Roots);
        Assert.True(Assert.IsType<WorkspaceWritePolicy>(subject.Policy).ExcludeSlashTmp);
        Assert.Equal(subject.Key, SandboxSubject.Of(new CodexOptions(), Config with { }, "/ws").Key);
        Assert.NotEqual(subject.Key, SandboxSubject.Of(new CodexOptions(), null, "/ws").Key);
    }

    [Fact]
    public void Where_nothing_names_one_it_is_left_to_Codex() =>
        Assert.Equal(new SandboxSubject("default", null), SandboxSubject.Of(new CodexOptions(), new ConfigSandbox(), "/ws"));
}

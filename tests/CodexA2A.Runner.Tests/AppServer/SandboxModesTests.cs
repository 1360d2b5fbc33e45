using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>The sandbox of a command of a person's.</summary>
public sealed class SandboxModesTests
{
    [Theory]
    [InlineData("read-only", typeof(ReadOnlyPolicy))]
    [InlineData("workspace-write", typeof(WorkspaceWritePolicy))]
    [InlineData("danger-full-access", typeof(DangerFullAccessPolicy))]
    [InlineData("external", typeof(ExternalSandboxPolicy))]
    [InlineData(null, null)]
    public void It_is_the_one_of_the_settings(string? mode, Type? policy) =>
        Assert.Equal(policy, SandboxModes.OfCommand(mode, new CodexOptions(), "/srv/space", null)?.GetType());

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void What_the_operator_takes_out_stays_out(bool variable, bool folder)
    {
        var policy = SandboxModes.OfCommand("workspace-write", new CodexOptions(), "/srv/space", new ConfigWorkspaceWrite(ExcludeTmpdirEnvVar: variable, ExcludeSlashTmp: folder));
        Assert.Equal((variable, folder), policy is WorkspaceWritePolicy write ? (write.ExcludeTmpdirEnvVar, write.ExcludeSlashTmp) : default);
    }
}

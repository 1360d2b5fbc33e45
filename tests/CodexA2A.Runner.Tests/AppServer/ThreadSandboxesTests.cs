using System.Text.Json;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>What a thread was loaded with, beside what was shown of the sandbox.</summary>
public sealed class ThreadSandboxesTests
{
    [Theory]
    [InlineData("""{"type":"workspaceWrite","writableRoots":[],"networkAccess":false}""", false)]
    [InlineData("""{"type":"workspaceWrite","writableRoots":["/more"],"networkAccess":false}""", false)]
    [InlineData("""{"type":"workspaceWrite","writableRoots":[],"networkAccess":true}""", true)]
    [InlineData("""{"type":"workspaceWrite","writableRoots":["/opt"],"networkAccess":false}""", true)]
    [InlineData("""{"type":"readOnly"}""", false)]
    [InlineData("""{"type":"dangerFullAccess"}""", true)]
    // What is not known may be anything.
    [InlineData("""{"type":"of-a-later-release"}""", true)]
    public void More_than_was_shown_is_seen(string loaded, bool more)
    {
        var sandboxes = new ThreadSandboxes();
        var shown = new WorkspaceWritePolicy(["/ws", "/more"]);

        sandboxes.Loaded("thread", JsonElement.Parse(loaded));

        Assert.Equal(more, sandboxes.HasMoreThan("thread", shown));
        Assert.False(sandboxes.HasMoreThan("another", shown));
        sandboxes.Unloaded("thread");
        Assert.False(sandboxes.HasMoreThan("thread", shown));
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(true, true, false)]
    public void Temporary_folders_that_are_not_to_be_written_count(bool excludesTmpdir, bool excludesTmp, bool more)
    {
        var sandboxes = new ThreadSandboxes();
        sandboxes.Loaded("thread", JsonSerializer.SerializeToElement<SandboxPolicy>(
            new WorkspaceWritePolicy([], ExcludeTmpdirEnvVar: excludesTmpdir, ExcludeSlashTmp: excludesTmp), AppServerJson.Default.SandboxPolicy));

        Assert.Equal(more, sandboxes.HasMoreThan("thread", new WorkspaceWritePolicy(["/ws"], ExcludeTmpdirEnvVar: true, ExcludeSlashTmp: true)));
    }
}

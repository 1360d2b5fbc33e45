namespace CodexA2A.AppHost.Settings.Tests;

public sealed class ComposeSecurityTests
{
    [Theory]
    [InlineData("workspace-write")]
    [InlineData("read-only")]
    public void For_a_sandbox_of_Codex_the_host_gives_what_bubblewrap_needs(string mode) =>
        Assert.Equal(["no-new-privileges:true", "seccomp=${SECCOMP_PROFILE:-/repo/profile.json}", "apparmor=unconfined"], ComposeSecurity.Of(mode, "/repo/profile.json"));

    [Theory]
    [InlineData(null)]
    [InlineData("external")]
    [InlineData("danger-full-access")]
    public void Without_one_it_gives_nothing_more(string? mode) => Assert.Equal(["no-new-privileges:true"], ComposeSecurity.Of(mode, "/repo/profile.json"));
}

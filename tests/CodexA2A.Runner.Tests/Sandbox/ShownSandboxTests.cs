using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Threads;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Tests.Sandbox;

/// <summary>Where the promise is required, no configuration of a project chooses another sandbox.</summary>
public sealed class ShownSandboxTests
{
    private static readonly ConfigSandbox Config = new(null, new ConfigWorkspaceWrite(["/more"]));

    [Fact]
    public void Each_turn_names_the_sandbox_that_was_shown_around_its_own_folder()
    {
        var options = new CodexOptions { SandboxMode = "workspace-write", SandboxPromise = SandboxWatch.Require };
        var shown = new ShownSandbox();
        var specs = new ThreadSpecs(Options.Create(options), Options.Create(new RunnerOptions { WorkspaceRoot = "/" }), shown);
        Assert.Null(specs.TurnSandbox("/ws/sub"));

        shown.Subject = SandboxSubject.Of(options, Config, "/ws");

        var policy = Assert.IsType<WorkspaceWritePolicy>(specs.TurnSandbox("/ws/sub"));
        Assert.Equal(["/ws/sub", "/more"], policy.WritableRoots);
        Assert.False(policy.NetworkAccess);
        Assert.Equal("/", Assert.IsType<WorkspaceWritePolicy>(specs.TurnSandbox(null)).WritableRoots[0]);
        shown.Subject = SandboxSubject.Of(new CodexOptions { SandboxMode = "read-only" }, Config, "/ws");
        Assert.Equal(new ReadOnlyPolicy(), specs.TurnSandbox("/ws/sub"));
    }

    [Theory]
    [InlineData("require", null, false)]
    [InlineData("require", "", false)]
    [InlineData("require", "workspace-write", true)]
    [InlineData("require", "external", true)]
    [InlineData("report", null, true)]
    public void Nothing_can_be_required_of_a_sandbox_that_nobody_names(string promise, string? mode, bool isRight)
    {
        var result = new SandboxPromiseValidator().Validate(null, new CodexOptions { SandboxPromise = promise, SandboxMode = mode });
        Assert.Equal(isRight, result.Succeeded);
        Assert.Equal(isRight, result.FailureMessage is null);
    }
}

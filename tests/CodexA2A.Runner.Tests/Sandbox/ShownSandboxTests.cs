using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Policies;
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
        var options = new CodexOptions { SandboxMode = "workspace-write", SandboxPromise = SandboxPromise.Require };
        var shown = new ShownSandbox();
        var specs = new ThreadSpecs(Options.Create(options), Options.Create(new RunnerOptions { WorkspaceRoot = "/" }), shown);
        Assert.Null(specs.SandboxOfTurn(ThreadTerms.Plain, "/ws/sub"));

        shown.Keep(SandboxSubject.Of(options, Config, "/ws"));

        var policy = Assert.IsType<WorkspaceWritePolicy>(specs.SandboxOfTurn(ThreadTerms.Plain, "/ws/sub"));
        Assert.Equal(["/ws/sub", "/more"], policy.WritableRoots);
        Assert.False(policy.NetworkAccess);
        Assert.Equal("/", Assert.IsType<WorkspaceWritePolicy>(specs.SandboxOfTurn(ThreadTerms.Plain, null)).WritableRoots[0]);
        Assert.Equal("/own", Assert.IsType<WorkspaceWritePolicy>(specs.SandboxOfTurn(ThreadTerms.Plain with { Workspace = "/own" }, null)).WritableRoots[0]);
        Assert.Equal(new ReadOnlyPolicy(), specs.SandboxOfTurn(new ThreadTerms(new PrincipalPolicy { SandboxMode = "read-only" }), "/ws/sub"));
        // What was shown of another mode says nothing of this one.
        Assert.Null(new ThreadSpecs(Options.Create(new CodexOptions { SandboxMode = "read-only" }), Options.Create(new RunnerOptions { WorkspaceRoot = "/" }), shown)
            .SandboxOfTurn(ThreadTerms.Plain, "/ws/sub"));
    }

    [Fact]
    public void A_thread_is_told_it_too_because_a_review_names_none()
    {
        var options = new CodexOptions { SandboxMode = "workspace-write", SandboxPromise = SandboxPromise.Require };
        var shown = new ShownSandbox();
        var specs = new ThreadSpecs(Options.Create(options), Options.Create(new RunnerOptions { WorkspaceRoot = "/" }), shown);
        var readOnly = new ThreadTerms(new PrincipalPolicy { SandboxMode = "read-only" });
        Assert.Null(specs.Start(ThreadTerms.Plain).Config);

        shown.Keep(SandboxSubject.Of(options, Config, "/ws"));

        const string Told = """
            {"sandbox_workspace_write.network_access":false,"sandbox_workspace_write.writable_roots":["/more"],
            "sandbox_workspace_write.exclude_tmpdir_env_var":false,"sandbox_workspace_write.exclude_slash_tmp":false}
            """;
        foreach (var settings in (ThreadSettings[])[specs.Start(ThreadTerms.Plain), specs.Resume("t", ThreadTerms.Plain), specs.Fork("t", null, null, ThreadTerms.Plain)])
        {
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Told), settings.Config), settings.Config?.ToJsonString());
        }

        Assert.True(specs.IsPlain(ThreadTerms.Plain));
        Assert.False(specs.IsPlain(readOnly));
        Assert.Null(specs.Start(readOnly).Config);
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

using CodexA2A.Runner.Policies;
using Microsoft.Extensions.Configuration;

namespace CodexA2A.Runner.Tests.Policies;

/// <summary>A row that is not read as it was meant would give more than it should.</summary>
public sealed class PolicyValidatorTests
{
    [Theory]
    [InlineData("alice:SandboxMode=read-only")]
    [InlineData("alice:SandboxMode=workspace-write")]
    [InlineData("*:SandboxMode=read-only;alice:SandboxMode=;alice:ApprovalPolicy=never")]
    [InlineData("alice:Models:0=m1;alice:Models:1=m*")]
    [InlineData("a:Principal=cert:alice;a:SandboxMode=read-only")]
    [InlineData("alice:sandboxmode=read-only")]
    [InlineData("alice:SandboxMode=external", "external")]
    [InlineData("alice:SandboxMode=external", "danger-full-access")]
    [InlineData("alice:SandboxMode=danger-full-access", "danger-full-access")]
    [InlineData("alice:Models:0=m*", null, "m1")]
    public void What_takes_away_is_taken(string rows, string? mode = null, string? model = null) => Assert.Empty(Mistakes(rows, mode, model));

    [Theory]
    [InlineData("alice:SandboxMod=read-only", "alice:SandboxMod is no setting of a policy")]
    [InlineData("cert:alice:SandboxMode=read-only", "is named by Codex:Policies:NAME:Principal")]
    [InlineData("alice=read-only", "Codex:Policies:alice is no setting")]
    [InlineData("alice:SandboxMode=readonly", "must be one of read-only")]
    [InlineData("alice:SandboxMode=danger-full-access", "wider than what Codex:SandboxMode allows where it is not set (workspace-write)")]
    [InlineData("alice:SandboxMode=external", "Policies only take away")]
    [InlineData("*:SandboxMode=workspace-write", "wider than Codex:SandboxMode (read-only)", "read-only")]
    [InlineData("alice:SandboxMode=danger-full-access", "wider than Codex:SandboxMode (external)", "external")]
    [InlineData("alice:ApprovalPolicy=always", "must be one of untrusted, on-request, never")]
    [InlineData("alice:Models:0= ", "has an empty name")]
    [InlineData("alice:Models:0=m*", "has only patterns")]
    [InlineData("alice:SandboxMode=read-only;a:Principal=alice;a:ApprovalPolicy=never", "2 rows of the principal alice")]
    public void What_does_not_ends_the_start(string rows, string says, string? mode = null) => Assert.Contains(Mistakes(rows, mode, null), mistake => mistake.Contains(says, StringComparison.Ordinal));

    private static IEnumerable<string> Mistakes(string rows, string? mode, string? model)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            rows.Split(';').Select(row => row.Split('=')).Select(row => KeyValuePair.Create($"Codex:Policies:{row[0]}", (string?)row[1]))).Build();
        var options = configuration.GetSection(CodexOptions.Section).Get<CodexOptions>() ?? new CodexOptions();
        (options.SandboxMode, options.Model) = (mode, model);
        return new PolicyValidator(configuration).Validate(null, options).Failures ?? [];
    }
}

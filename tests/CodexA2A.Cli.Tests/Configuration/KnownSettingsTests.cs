using System.Collections;
using System.Reflection;
using CodexA2A.Api.Auth.Jwt;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Push;
using CodexA2A.Cli.Configuration;
using CodexA2A.Runner;
using CodexA2A.ServiceDefaults.Audit;
using CodexA2A.ServiceDefaults.Telemetry;
using CodexA2A.Tasks;
using CodexA2A.Tasks.Redis;

namespace CodexA2A.Cli.Tests.Configuration;

public sealed class KnownSettingsTests
{
    [Fact]
    public void They_are_what_the_option_classes_have()
    {
        var classes = new[] { typeof(A2AOptions), typeof(AuditOptions), typeof(JwtOptions), typeof(SeamOptions), typeof(CodexOptions), Runner("RunnerOptions"), typeof(WorkspaceOptions), Runner("Management.ManagementOptions"), typeof(RedisSeamOptions), typeof(TelemetryOptions), typeof(PushOptions) };
        var all = classes.SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property =>
            (Key: $"{type.GetField("Section")!.GetRawConstantValue()}:{property.Name}", Many: property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable))))).ToList();
        Assert.Equal(all.Where(setting => setting.Many).Select(setting => setting.Key).Order(), KnownSettings.Groups.Keys.Order());
        // DataDirectory belongs to the seam of one process.
        Assert.Equal(all.Where(setting => !setting.Many).Select(setting => setting.Key).Append("A2A:DataDirectory").Order(), KnownSettings.Values.Order());
    }

    [Theory]
    [InlineData("A2A:Port")]
    [InlineData("a2a:port")]
    [InlineData("A2A:Seam:LeaseTime")]
    [InlineData("Runner:Management:Port")]
    [InlineData("Redis:Partitions")]
    [InlineData("Codex:Config:sandbox_workspace_write.network_access")]
    [InlineData("Codex:PassEnvironment:0")]
    [InlineData("A2A:BearerTokens:alice")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Kestrel:Endpoints:A:Url")]
    public void What_is_read_is_not_warned_of(string key) => Assert.Null(KnownSettings.Problem(key));

    [Theory]
    [InlineData("A2A:Prot", "A2A:Prot is not a setting")]
    [InlineData("Runner:MaxTurn", "Runner:MaxTurn is not a setting")]
    [InlineData("Redis:Partition", "Redis:Partition is not a setting")]
    [InlineData("A2A:Seam:Lease", "A2A:Seam:Lease is not a setting")]
    [InlineData("Codex:PassEnvironment", "Codex__PassEnvironment__0")]
    public void What_nobody_reads_is_told(string key, string says) =>
        Assert.Contains(says, KnownSettings.Problem(key), StringComparison.Ordinal);

    private static Type Runner(string name) => typeof(CodexOptions).Assembly.GetType($"CodexA2A.Runner.{name}", throwOnError: true)!;
}

using CodexA2A.Architecture.Tests.Assemblies;

namespace CodexA2A.Architecture.Tests;

/// <summary>The reader of compiled code sees what it must: an arrow test that reads nothing would always pass.</summary>
public sealed class ReadingTests
{
    [Fact]
    public void Every_product_assembly_is_read() =>
        Assert.Equal(ProductAssembly.Names.Order(), ProductAssembly.Types.Select(type => type.Assembly).Distinct().Order());

    [Fact]
    public void Types_in_signatures_bodies_and_lambdas_are_seen()
    {
        var defaults = Type("CodexA2A.ServiceDefaults.Telemetry.TelemetryDefaults");
        Assert.Contains("Microsoft.Extensions.Hosting.IHostApplicationBuilder", defaults.Types);
        Assert.Contains("CodexA2A.ServiceDefaults.Health.ProbePaths", defaults.Types);
        Assert.Contains("OpenTelemetry.Logs.OpenTelemetryLoggerOptions", defaults.Types);
    }

    [Fact]
    public void Called_members_are_seen() =>
        Assert.Contains("System.String::IsNullOrWhiteSpace", Type("CodexA2A.ServiceDefaults.Telemetry.TelemetryDefaults").Members);

    private static TypeUse Type(string name) => ProductAssembly.Types.Single(type => type.Name == name);
}

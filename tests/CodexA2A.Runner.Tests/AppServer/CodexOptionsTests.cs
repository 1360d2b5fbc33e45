using CodexA2A.Runner.AppServer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class CodexOptionsTests
{
    [Fact]
    public void Everything_binds_from_configuration()
    {
        var options = Bind(("Codex:SupportedVersions", ">=0.170.0 <0.171.0"), ("Codex:PassEnvironment:0", "GH_TOKEN"), ("Codex:MaxLineBytes", "65536"),
            ("Codex:RequestTimeout", "00:00:02"), ("Codex:Config:model_providers.x.name", "\"x\""), ("Codex:ShellSnapshot", "true"));
        Assert.Equal(["GH_TOKEN"], options.PassEnvironment);
        Assert.Equal((65536, TimeSpan.FromSeconds(2), true), (options.MaxLineBytes, options.RequestTimeout, options.ShellSnapshot));
        Assert.Equal("\"x\"", options.Config["model_providers.x.name"]);
    }

    [Theory]
    [InlineData("SupportedVersions", "latest", "for example")]
    [InlineData("SupportedVersions", "", "Remove it")]
    [InlineData("ApprovalPolicy", "always", "untrusted, on-request, never")]
    [InlineData("SandboxMode", "open", "workspace-write")]
    [InlineData("ExternalSandboxNetwork", "off", "restricted or enabled")]
    [InlineData("ReasoningSummary", "long", "concise")]
    [InlineData("MaxLineBytes", "10", "between 65536")]
    [InlineData("InitializeTimeout", "00:00:00", "between 00:00:00.1")]
    [InlineData("RequestTimeout", "1.00:00:00", "00:10:00")]
    [InlineData("MaxLoadedThreads", "0", "between 1")]
    [InlineData("MaxResidentMegabytes", "-1", "no limit")]
    public void A_wrong_value_is_told_with_what_would_be_right(string name, string value, string hint)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Bind(($"Codex:{name}", value)));
        Assert.Contains($"Codex:{name}", error.Message, StringComparison.Ordinal);
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ApprovalPolicy", "on-failure")]
    [InlineData("ApprovalPolicy", "never")]
    [InlineData("SandboxMode", "read-only")]
    [InlineData("SandboxMode", "external")]
    [InlineData("ExternalSandboxNetwork", "enabled")]
    public void Right_values_pass(string name, string value) => Assert.NotNull(Bind(($"Codex:{name}", value)));

    private static CodexOptions Bind(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
        services.AddLogging();
        services.AddAppServer();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<CodexOptions>>().Value;
    }
}

using CodexA2A.ServiceDefaults.Audit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.ServiceDefaults.Tests.Audit;

public sealed class AuditHostingTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("audit-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Name => Path.Combine(folder.FullName, "audit.jsonl");

    [Fact]
    public void Api_and_runner_in_one_process_have_one_writer()
    {
        using var services = Services([("A2A:AuditFile", Name)], times: 2);
        Assert.Same(services.GetRequiredService<AuditWriter>(), Assert.Single(services.GetServices<IHostedService>(), service => service is AuditWriter));
        Assert.Single(services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations, check => check.Name == "audit");
    }

    [Theory]
    [InlineData("false", HealthStatus.Degraded)]
    [InlineData("true", HealthStatus.Unhealthy)]
    public async Task A_file_that_another_process_has_is_told_by_the_check_and_holds_nothing_up(string required, HealthStatus status)
    {
        using var first = Services([("A2A:AuditFile", Name)]);
        using var second = Services([("A2A:AuditFile", Name), ("A2A:AuditRequired", required)]);
        var (held, writer) = (first.GetRequiredService<AuditWriter>(), second.GetRequiredService<AuditWriter>());
        await held.StartAsync(Token);
        await writer.StartAsync(Token);
        second.GetRequiredService<AuditTrail>().Add(new AuditRecord { Time = DateTimeOffset.UnixEpoch, Method = "runner.question", Outcome = "expired" });
        var report = await second.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        Assert.Equal(status, report.Entries["audit"].Status);
        Assert.Equal(required == "false", second.GetRequiredService<AuditTrail>().HasRoom);
        await writer.StopAsync(Token);
        await held.StopAsync(Token);
    }

    [Theory]
    [InlineData("A2A:AuditFile", "/nowhere/at/all/audit.jsonl", "A2A:AuditFile is /nowhere/at/all/audit.jsonl")]
    [InlineData("A2A:AuditRequired", "true", "A2A:AuditRequired needs A2A:AuditFile")]
    [InlineData("A2A:AuditFileBytes", "65535", "A2A:AuditFileBytes must be between 65536 (64 KiB) and 1073741824 (1 GiB).")]
    [InlineData("A2A:AuditFiles", "1001", "A2A:AuditFiles must be between 0 and 1000.")]
    public void What_cannot_be_ends_the_start(string key, string value, string says)
    {
        using var services = Services([(key, value)]);
        Assert.Contains(says, Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<AuditOptions>>().Value).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static ServiceProvider Services((string Key, string Value)[] settings, int times = 1)
    {
        var services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton(TimeProvider.System);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(one => one.Key, one => (string?)one.Value)).Build());
        for (var i = 0; i < times; i++)
        {
            services.AddAudit();
        }

        return services.BuildServiceProvider();
    }
}

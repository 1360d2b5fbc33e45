using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Trace;

namespace CodexA2A.ServiceDefaults.Tests;

public sealed class TelemetryTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("http://127.0.0.1:4317", true)]
    public void Telemetry_is_collected_only_when_an_exporter_has_an_address(string? endpoint, bool collected)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint;
        builder.AddServiceDefaults();
        using var host = builder.Build();
        Assert.Equal(collected, host.Services.GetService<TracerProvider>() is not null);
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using CodexA2A.Api.Hosting;
using CodexA2A.ServiceDefaults.Health;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Health;

/// <summary>The probes and the details (contracts.md §9).</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<IOptions<A2AOptions>>().Value;
        routes.MapHealthChecks(ProbePaths.Alive, HealthProbes.Alive());
        var ready = HealthProbes.Ready();
        // A service that plays a script must not pass for one that thinks.
        if (!string.IsNullOrEmpty(options.ModelSource)) ready.ResponseWriter = (http, report) => WriteReadyAsync(http, report, options.ModelSource);
        routes.MapHealthChecks(ProbePaths.Ready, ready);
        routes.MapHealthChecks(ProbePaths.Health, new HealthCheckOptions { ResponseWriter = (http, report) => WriteDetailsAsync(http, report, options) });
    }

    private static Task WriteReadyAsync(HttpContext http, HealthReport report, string modelSource)
    {
        var body = new StringBuilder();
        foreach (var (name, entry) in report.Entries)
        {
            if (entry.Status == HealthStatus.Unhealthy) body.Append(name).Append('\n');
        }

        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(body.Append("model_source: ").Append(modelSource).Append('\n').ToString(), http.RequestAborted);
    }

    private static async Task WriteDetailsAsync(HttpContext http, HealthReport report, A2AOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("status"u8, report.Status.ToString());
        writer.WriteString("service"u8, options.Title);
        if (!string.IsNullOrEmpty(options.ModelSource)) writer.WriteString("model_source"u8, options.ModelSource);
        writer.WriteStartObject("checks"u8);
        foreach (var (name, entry) in report.Entries)
        {
            writer.WriteStartObject(name);
            writer.WriteString("status"u8, entry.Status.ToString());
            if (entry.Description is { } description) writer.WriteString("description"u8, description);
            writer.WriteNumber("milliseconds"u8, Math.Round(entry.Duration.TotalMilliseconds, 1));
            foreach (var (key, value) in entry.Data)
            {
                writer.WriteString(key, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        http.Response.ContentType = MediaTypes.Json;
        await http.Response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
    }
}

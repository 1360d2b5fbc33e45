using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodexA2A.ServiceDefaults.Health;

/// <summary>Options for the endpoint of the details, which is for authenticated callers only.</summary>
public static class HealthDetails
{
    /// <summary>All checks as one JSON object: status, service, then each check with its status, description, duration and data.</summary>
    /// <param name="service">What the service is called.</param>
    /// <param name="modelSource">What plays the model when it is not a real one; null or empty otherwise.</param>
    public static HealthCheckOptions Of(string service, string? modelSource) =>
        new() { ResponseWriter = (http, report) => WriteAsync(http, report, service, modelSource) };

    private static async Task WriteAsync(HttpContext http, HealthReport report, string service, string? modelSource)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("status"u8, report.Status.ToString());
        writer.WriteString("service"u8, service);
        if (!string.IsNullOrEmpty(modelSource)) writer.WriteString("model_source"u8, modelSource);
        writer.WriteStartObject("checks"u8);
        foreach (var (name, entry) in report.Entries)
        {
            writer.WriteStartObject(name);
            writer.WriteString("status"u8, entry.Status.ToString());
            if (entry.Description is { } description) writer.WriteString("description"u8, description);
            writer.WriteNumber("milliseconds"u8, Math.Round(entry.Duration.TotalMilliseconds, 1));
            foreach (var (key, value) in entry.Data) writer.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
    }
}

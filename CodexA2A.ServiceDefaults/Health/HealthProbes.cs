using System.Text;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodexA2A.ServiceDefaults.Health;

/// <summary>Options for the anonymous probes: 200 or 503, and nothing in the body but names of failing checks.</summary>
/// <example><c>app.MapHealthChecks(ProbePaths.Ready, HealthProbes.Ready())</c></example>
public static class HealthProbes
{
    /// <summary>The checks tagged <see cref="HealthTags.Live"/>.</summary>
    public static HealthCheckOptions Alive() => Probe(HealthTags.Live);

    /// <summary>The checks tagged <see cref="HealthTags.Ready"/>.</summary>
    /// <param name="modelSource">What plays the model when it is not a real one: it is told, so that a service that plays a script does not pass for one that thinks.</param>
    public static HealthCheckOptions Ready(string? modelSource = null)
    {
        var probe = Probe(HealthTags.Ready);
        if (!string.IsNullOrEmpty(modelSource)) probe.ResponseWriter = (http, report) => WriteAsync(http, report, $"model_source: {modelSource}\n");
        return probe;
    }

    /// <summary>Writes the names of the failing checks, one a line; nothing when none fails.</summary>
    /// <remarks>Descriptions, data and exceptions stay inside: they are for the authenticated endpoint.</remarks>
    public static Task WriteFailingNames(HttpContext context, HealthReport report)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(report);
        return WriteAsync(context, report, "");
    }

    private static Task WriteAsync(HttpContext context, HealthReport report, string more)
    {
        var body = new StringBuilder();
        foreach (var (name, entry) in report.Entries)
            if (entry.Status == HealthStatus.Unhealthy) body.Append(name).Append('\n');
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(body.Append(more).ToString(), context.RequestAborted);
    }

    private static HealthCheckOptions Probe(string tag) => new()
    {
        Predicate = check => check.Tags.Contains(tag),
        ResponseWriter = WriteFailingNames,
    };
}

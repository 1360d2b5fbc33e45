using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Envelope;
using CodexA2A.Runner.Sandbox;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodexA2A.Runner;

/// <summary>Ready while a Codex process is initialised and has credentials (contracts.md §9).</summary>
internal sealed class CodexHealthCheck(AppServerHost host, SandboxFindings sandbox) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = host.Health;
        var data = new Dictionary<string, object> { ["processes"] = health.Processes };
        if (health.Version is { } version)
        {
            data["version"] = version;
        }

        if (health.Schema is { } schema)
        {
            data["schema"] = schema.State.ToString();
            if (schema.State == SchemaState.Drifted)
            {
                data["schema_drift"] = string.Join(", ", (string[])[.. schema.Questions.Select(method => $"question {method}"), .. schema.Elsewhere]);
            }
        }

        if (sandbox.Report is { } report)
        {
            foreach (var (name, value) in report.ToJson())
            {
                data[$"sandbox_{name}"] = (string?)value ?? "";
            }
        }

        return Task.FromResult(health.Ready
            ? HealthCheckResult.Healthy("Codex is ready.", data)
            : HealthCheckResult.Unhealthy($"{health.Problem} {health.Fix}", data: data));
    }
}

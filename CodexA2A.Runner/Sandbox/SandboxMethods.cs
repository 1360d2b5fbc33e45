using System.Text.Json.Nodes;
using CodexA2A.Runner.Control;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Sandbox;

/// <summary>What the sandbox was found to be, for the extended card; no method of callers.</summary>
internal sealed class SandboxMethods(SandboxFindings sandbox) : IControlMethods
{
    /// <inheritdoc />
    public IEnumerable<ControlMethod> All => [new("codex.sandbox.report", ReportAsync)];

    /// <summary>No params; <see cref="SandboxReport.ToJson"/>, empty before the first try.</summary>
    private Task<JsonObject> ReportAsync(ControlCall call, CancellationToken cancellationToken) => Task.FromResult(sandbox.Report?.ToJson() ?? []);
}

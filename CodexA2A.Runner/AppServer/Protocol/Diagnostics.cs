namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>Answer to <c>server/diagnostics</c> (experimental).</summary>
internal sealed record DiagnosticsResult(DiagnosticsProcess? Process, IReadOnlyList<DiagnosticsGauge>? Gauges = null);

/// <summary>Process id and resident bytes as Codex sees them.</summary>
internal sealed record DiagnosticsProcess(int Id, long? ResidentMemoryBytes = null);

/// <summary>One number, for example <c>app.requests.in_flight</c>.</summary>
internal sealed record DiagnosticsGauge(string Name, double Value);

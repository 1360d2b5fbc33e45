using CodexA2A.Runner.AppServer.Envelope;

namespace CodexA2A.Runner.AppServer;

/// <summary>State of the Codex side, for readiness.</summary>
/// <param name="Ready">A process is initialised and has credentials.</param>
/// <param name="Version">Version of the current process.</param>
/// <param name="Generation">Random id of the current process.</param>
/// <param name="Pid">Operating system id of the current process.</param>
/// <param name="Processes">Processes alive, draining ones included.</param>
/// <param name="Reason">Why not ready.</param>
/// <param name="Problem">Why not ready, in words.</param>
/// <param name="Fix">What a person can do about it.</param>
internal sealed record AppServerHealth(
    bool Ready,
    string? Version,
    string? Generation,
    int? Pid,
    int Processes,
    CodexUnavailableReason? Reason,
    string? Problem,
    string? Fix)
{
    /// <summary>How the protocol of the current process compares; null while there is none.</summary>
    public SchemaVerdict? Schema { get; init; }
}

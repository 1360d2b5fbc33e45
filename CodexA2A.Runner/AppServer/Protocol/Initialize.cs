namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>Parameters of <c>initialize</c>, the first call on a new process.</summary>
internal sealed record InitializeParams(ClientInfo ClientInfo, InitializeCapabilities Capabilities);

/// <summary>Who we are; Codex sends <see cref="Name"/> to the model provider as the originator.</summary>
internal sealed record ClientInfo(string Name, string? Title, string Version);

/// <summary>What this client understands.</summary>
internal sealed record InitializeCapabilities(
    bool ExperimentalApi,
    bool RequestAttestation = false,
    IReadOnlyList<string>? OptOutNotificationMethods = null);

/// <summary>Answer to <c>initialize</c>; the version is inside <see cref="UserAgent"/>.</summary>
internal sealed record InitializeResult(string? UserAgent, string? CodexHome, string? PlatformFamily, string? PlatformOs);

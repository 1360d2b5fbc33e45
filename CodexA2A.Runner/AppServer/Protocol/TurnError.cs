namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>Why a turn failed, or what made Codex try again.</summary>
internal sealed record TurnError(string? Message, CodexErrorInfo? CodexErrorInfo = null, string? AdditionalDetails = null);

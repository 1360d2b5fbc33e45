namespace CodexA2A.Protocol;

/// <summary>Status of a task.</summary>
public sealed record TaskStatus;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary><c>modelProvider/authRecoveryStarted</c>: the provider's credentials are renewed.</summary>
internal sealed record AuthRecoveryStartedNotification(string? Message, string? Provider = null) : Notification;

/// <summary><c>modelProvider/authRecoveryCompleted</c>.</summary>
internal sealed record AuthRecoveryCompletedNotification(string? Message, string? Provider = null) : Notification;

/// <summary><c>model/safetyBuffering/updated</c>: the provider holds the answer back to check it.</summary>
internal sealed record SafetyBufferingNotification(string? Model = null, bool ShowBufferingUi = false) : Notification;

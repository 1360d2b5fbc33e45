namespace CodexA2A.Runner.AppServer;

/// <summary>What a process that ended before it was ready means for a person; pure.</summary>
internal static class StartFailures
{
    /// <summary>Reason, words and fix.</summary>
    public static CodexUnavailableException Explain(DeathCertificate certificate, Exception? inner)
    {
        var reason = certificate.Reason == DeathReason.InitializeTimedOut ? CodexUnavailableReason.TimedOut : CodexUnavailableReason.FailedToStart;
        var last = certificate.StderrTail.LastOrDefault(text => text.Contains("error", StringComparison.OrdinalIgnoreCase))
            ?? (certificate.StderrTail is [.., var line] ? line : null);
        return new CodexUnavailableException(reason,
            $"Codex ended before it was ready. {certificate.Summary}",
            last is null
                ? "Run `codex app-server` by hand with the same CODEX_HOME and look at what it prints."
                : $"Codex said: {last}",
            inner);
    }
}

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Ends, once, what an earlier service left running when it was killed: a Codex that hangs and keeps its threads to itself, and
/// what the agent started. A Codex that is not stuck ends by itself when its service is gone; it gets a moment to write down what it did.
/// </summary>
internal sealed partial class LeftBehind(TimeProvider time, ILogger<LeftBehind> logger) : BackgroundService
{
    /// <summary>The moment.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Grace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stoppingToken.IsCancellationRequested && OrphanedCommands.KillOfDeadOwners(Signals.Kill) is var count and > 0)
            LogKilled(count);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} processes that an earlier service had left behind were killed")]
    private partial void LogKilled(int count);
}

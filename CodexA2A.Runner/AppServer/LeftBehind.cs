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
        try
        {
            // Whose service dies only now gets its moment from us too: it is left to the next start.
            var marks = OrphanedCommands.OfDeadOwners();
            await Task.Delay(Grace, time, stoppingToken);
            if (OrphanedCommands.KillOfDeadOwners(marks, Signals.Kill) is var count and > 0)
                LogKilled(count);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start sees to it.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            LogNotSeen(error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} processes that an earlier service had left behind were killed")]
    private partial void LogKilled(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What an earlier service may have left behind could not be looked for")]
    private partial void LogNotSeen(Exception error);
}

using System.Threading.Channels;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Ends what a service left running that was killed: a Codex that hangs and keeps its threads to itself, and what the agent started.
/// It looks at its start, and when a thread stays locked. A Codex that is not stuck ends by itself when its service is gone; it gets
/// a moment to write down what it did.
/// </summary>
internal sealed partial class LeftBehind(TimeProvider time, ILogger<LeftBehind> logger) : BackgroundService
{
    /// <summary>The moment.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Channel<bool> _wanted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Looks again soon.</summary>
    public void Look() => _wanted.Writer.TryWrite(true);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Look();
        try
        {
            await foreach (var _ in _wanted.Reader.ReadAllAsync(stoppingToken))
                await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start sees to it.
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            // Whose service dies only now gets its moment from us too: it is left to the next look.
            var marks = OrphanedCommands.OfDeadOwners();
            await Task.Delay(Grace, time, stopping);
            if (OrphanedCommands.KillOfDeadOwners(marks, Signals.Kill) is var count and > 0)
                LogKilled(count);
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

namespace CodexA2A.Runner.Workspaces;

/// <summary>Removes, at the start and each hour, the files that clients sent to sessions which are long over.</summary>
internal sealed partial class InboxCleaning(Inbox inbox, TimeProvider time, ILogger<InboxCleaning> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do
            {
                await Task.Run(Clean, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on.
        }
    }

    private void Clean()
    {
        try
        {
            if (inbox.Clean() is > 0 and var messages)
            {
                LogCleaned(messages);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotCleaned(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The files of {Messages} messages that were too old are removed from the workspace.")]
    private partial void LogCleaned(int messages);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old files of messages cannot be removed from the workspace: {Reason}")]
    private partial void LogNotCleaned(string reason);
}

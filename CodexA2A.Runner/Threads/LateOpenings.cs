using System.Collections.Concurrent;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Threads;

/// <summary>
/// Openings whose turn was canceled before Codex answered: the thread comes all the same, and is put away when it does.
/// Each ends by itself, at the latest with the time limit of its call or the end of its process.
/// </summary>
internal sealed partial class LateOpenings(ILogger<LateOpenings> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Task, bool> _open = new();

    /// <summary>Takes over what nobody waits for any more.</summary>
    public void Take(Task<OpenThread> opening)
    {
        var end = PutAwayAsync(opening);
        if (!end.IsCompleted)
        {
            _open[end] = true;
            end.GetAwaiter().OnCompleted(() => _open.TryRemove(end, out _));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await Task.WhenAll(_open.Keys);

    private async Task PutAwayAsync(Task<OpenThread> opening)
    {
        try
        {
            await using var thread = await opening;
            LogLate(thread.ThreadId);
        }
        catch (Exception exception) when (exception is AppServerException or ThreadUnusableException or OperationCanceledException)
        {
            // Then there is nothing to put away.
        }
#pragma warning disable CA1031 // Nobody else would see it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Thread {ThreadId} was opened for a turn that had been canceled; it is put away.")]
    private partial void LogLate(string threadId);

    [LoggerMessage(Level = LogLevel.Error, Message = "A thread that nobody waits for could not be put away.")]
    private partial void LogFailed(Exception exception);
}

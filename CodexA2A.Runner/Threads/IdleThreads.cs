using System.Threading.Channels;
using CodexA2A.Runner.AppServer;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Threads;

/// <summary>
/// Hibernates what has been idle longest: a loaded thread holds about 2.3 MB, and only thread/archive gives it back.
/// The next turn of that session unarchives and resumes it.
/// </summary>
internal sealed partial class IdleThreads(IOptions<CodexOptions> options, ILogger<IdleThreads> logger) : BackgroundService
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(AppServerClient Client, string ThreadId)> _byAge = new();
    private readonly Dictionary<string, LinkedListNode<(AppServerClient Client, string ThreadId)>> _nodes = new(StringComparer.Ordinal);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private (string ThreadId, TaskCompletionSource Done)? _hibernating;

    /// <summary>A turn is about to use the thread: it is not idle any more. Waits for its hibernation if that has begun.</summary>
    public Task TakeAsync(string threadId)
    {
        lock (_gate)
        {
            if (_nodes.Remove(threadId, out var node))
            {
                _byAge.Remove(node);
            }

            return _hibernating is { } now && now.ThreadId == threadId ? now.Done.Task : Task.CompletedTask;
        }
    }

    /// <summary>The turn is over.</summary>
    public void Give(AppServerClient client, string threadId)
    {
        lock (_gate)
        {
            if (_nodes.Remove(threadId, out var old))
            {
                _byAge.Remove(old);
            }

            _nodes[threadId] = _byAge.AddLast((client, threadId));
        }

        _wake.Writer.TryWrite(true);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var _ in _wake.Reader.ReadAllAsync(stoppingToken))
            {
                while (Oldest() is { } thread)
                {
                    await HibernateAsync(thread.Client, thread.ThreadId, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The threads end with their process.
        }
    }

    private (AppServerClient Client, string ThreadId)? Oldest()
    {
        lock (_gate)
        {
            for (var node = _byAge.First; node is not null; node = _byAge.First)
            {
                var gone = node.Value.Client.Ended.IsCompleted || !node.Value.Client.IsLoaded(node.Value.ThreadId);
                if (!gone && node.Value.Client.LoadedThreadCount <= options.Value.MaxLoadedThreads * 3 / 4)
                {
                    return null;
                }

                _byAge.Remove(node);
                _nodes.Remove(node.Value.ThreadId);
                if (!gone)
                {
                    _hibernating = (node.Value.ThreadId, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                    return node.Value;
                }
            }

            return null;
        }
    }

    private async Task HibernateAsync(AppServerClient client, string threadId, CancellationToken stopping)
    {
        try
        {
            await client.ArchiveThreadAsync(threadId, stopping);
        }
        catch (AppServerException exception)
        {
            // It stays loaded and is forgotten here; the process is replaced when it has grown too large.
            LogNotHibernated(threadId, exception.Message);
        }
        finally
        {
            lock (_gate)
            {
                _hibernating?.Done.SetResult();
                _hibernating = null;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Thread {ThreadId} was not hibernated: {Reason}")]
    private partial void LogNotHibernated(string threadId, string reason);
}

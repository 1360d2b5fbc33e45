using System.Threading.Channels;
using CodexA2A.Runner.AppServer;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Threads;

/// <summary>
/// Hibernates what has been idle longest, because a loaded thread holds memory: thread/unsubscribe takes it out of Codex's
/// (0009-idle-threads-are-unsubscribed.md), and the next turn of its session resumes it.
/// </summary>
internal sealed partial class IdleThreads(IOptions<CodexOptions> options, TimeProvider time, ILogger<IdleThreads> logger) : BackgroundService
{
    /// <summary>A Codex that hangs must not keep the threads of others from those who ask for them.</summary>
    private static readonly TimeSpan PutAwayLimit = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly LinkedList<IdleThread> _byAge = new();
    private readonly Dictionary<string, LinkedListNode<IdleThread>> _nodes = new(StringComparer.Ordinal);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Hibernation? _hibernating;

    /// <summary>A turn is about to use the thread: it is not idle any more. Waits for its hibernation if that has begun.</summary>
    public Task TakeAsync(string threadId)
    {
        lock (_gate)
        {
            if (_nodes.Remove(threadId, out var node))
            {
                _byAge.Remove(node);
            }

            if (_hibernating is { } now && now.ThreadId == threadId)
            {
                now.IsTaken = true;
                return now.Done.Task;
            }

            return Task.CompletedTask;
        }
    }

    /// <summary>The turn is over.</summary>
    public void Give(AppServerClient client, string threadId) => Add(new IdleThread(client, threadId, Wanting.None));

    /// <summary>Nobody will ever use the thread: it goes at once.</summary>
    public void Discard(AppServerClient client, string threadId) => Add(new IdleThread(client, threadId, Wanting.Nobody));

    /// <summary>Another runner wants the thread: it goes at once, if it is idle here.</summary>
    public void PutAway(string threadId)
    {
        lock (_gate)
        {
            if (!_nodes.Remove(threadId, out var node))
            {
                return;
            }

            _byAge.Remove(node);
            _nodes[threadId] = _byAge.AddFirst(node.Value with { Wanting = Wanting.Another });
        }

        MakeRoom();
    }

    /// <summary>More threads are in use: others may have to go.</summary>
    public void MakeRoom() => _wake.Writer.TryWrite(true);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var _ in _wake.Reader.ReadAllAsync(stoppingToken))
            {
                await HibernateAllAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The threads end with their process.
        }
    }

    private async Task HibernateAllAsync(CancellationToken stopping)
    {
        try
        {
            while (Next() is { } thread)
            {
                await HibernateAsync(thread, stopping);
            }
        }
#pragma warning disable CA1031 // One thread's trouble must not end the service: the next wake tries again.
        catch (Exception exception) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(exception);
        }
    }

    private void Add(IdleThread thread)
    {
        lock (_gate)
        {
            if (_nodes.Remove(thread.ThreadId, out var old))
            {
                _byAge.Remove(old);
            }

            thread.Client.MarkIdle(thread.ThreadId);

            // What nobody wants is the oldest of all.
            _nodes[thread.ThreadId] = thread.Wanting == Wanting.Nobody ? _byAge.AddFirst(thread) : _byAge.AddLast(thread);
        }

        MakeRoom();
    }

    /// <summary>
    /// What another runner asks for, else the oldest whose own process has too many: an older one of another process is no reason to
    /// stop. A process that is being replaced ends with its last turn, and may be one that does not answer: only what is asked for is
    /// worth waiting for it.
    /// </summary>
    private IdleThread? Next()
    {
        lock (_gate)
        {
            for (var (node, next) = (_byAge.First, _byAge.First?.Next); node is not null; (node, next) = (next, next?.Next))
            {
                var thread = node.Value;
                if (!thread.IsGone && !IsDue(thread))
                {
                    continue;
                }

                _byAge.Remove(node);
                _nodes.Remove(thread.ThreadId);
                if (!thread.IsGone)
                {
                    _hibernating = new Hibernation(thread.ThreadId);
                    return thread;
                }
            }

            return null;
        }
    }

    private bool IsDue(IdleThread thread) =>
        thread.Wanting == Wanting.Another || (!thread.Client.IsDraining && (thread.Wanting == Wanting.Nobody || HasTooMany(thread.Client)));

    private bool HasTooMany(AppServerClient client) => client.UsedThreadCount > options.Value.MaxLoadedThreads * 3 / 4;

    private async Task HibernateAsync(IdleThread thread, CancellationToken stopping)
    {
        var failed = false;
        using var limit = new CancellationTokenSource(PutAwayLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        try
        {
            await thread.Client.UnsubscribeThreadAsync(thread.ThreadId, either.Token);
        }
        catch (Exception exception) when (exception is AppServerException || (exception is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            // It stays loaded; the process is replaced when it has too many of these.
            failed = true;
            thread.Client.MarkBusy(thread.ThreadId);
            LogNotHibernated(thread.ThreadId, exception.Message);
        }
        finally
        {
            End(thread, failed);
        }
    }

    private void End(IdleThread thread, bool failed)
    {
        lock (_gate)
        {
            var now = _hibernating;
            _hibernating = null;
            if (failed && thread.Wanting == Wanting.Another && now is { IsTaken: false } && !_nodes.ContainsKey(thread.ThreadId))
            {
                // Whoever asked asks again.
                thread.Client.MarkIdle(thread.ThreadId);
                _nodes[thread.ThreadId] = _byAge.AddLast(thread with { Wanting = Wanting.None });
            }

            now?.Done.SetResult();
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Thread {ThreadId} was not hibernated: {Reason}")]
    private partial void LogNotHibernated(string threadId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Putting idle threads away failed unexpectedly; it goes on.")]
    private partial void LogFailed(Exception exception);

    /// <summary>Why a thread goes before others.</summary>
    private enum Wanting
    {
        /// <summary>It does not: a later turn may use it.</summary>
        None,

        /// <summary>Nobody will ever use it.</summary>
        Nobody,

        /// <summary>Another runner asks for it.</summary>
        Another,
    }

    private sealed class Hibernation(string threadId)
    {
        public string ThreadId => threadId;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>A turn waits for its end.</summary>
        public bool IsTaken { get; set; }
    }

    private sealed record IdleThread(AppServerClient Client, string ThreadId, Wanting Wanting)
    {
        public bool IsGone => Client.Ended.IsCompleted || !Client.IsLoaded(ThreadId);
    }
}

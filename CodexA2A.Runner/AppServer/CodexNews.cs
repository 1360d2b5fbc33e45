using System.Collections.Concurrent;
using System.Threading.Channels;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// What Codex tells of threads as a whole, and of what can be used in it, for whoever watches that. Telling never waits: a listener that does
/// not keep up loses the oldest news, and hears how many.
/// </summary>
internal sealed class CodexNews
{
    /// <summary>Threads are started ahead of need, but not so many.</summary>
    private const int MostUnused = 64;

    private readonly ConcurrentDictionary<NewsListener, byte> _listeners = new();
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, Notification> _unused = new(StringComparer.Ordinal);

    /// <summary>Listens until it is disposed.</summary>
    /// <param name="wake">Called when there is news; on the reader thread of a process, so it must not wait.</param>
    public NewsListener Listen(Action wake)
    {
        var listener = new NewsListener(wake, left => _listeners.TryRemove(left, out _));
        _listeners[listener] = 0;
        lock (_gate)
        {
            listener.Unused = [.. _unused.Values];
        }

        return listener;
    }

    /// <summary>Tells what is news; everything else is passed over.</summary>
    public void Tell(Notification notification)
    {
        if (!IsNews(notification))
        {
            return;
        }

        Note(notification);
        foreach (var (listener, _) in _listeners)
        {
            listener.Hear(notification);
        }
    }

    /// <summary>A thread that was started ahead is told of when somebody uses it, who may have come later than it.</summary>
    private void Note(Notification notification)
    {
        if (notification.ThreadId is not { } threadId)
        {
            return;
        }

        lock (_gate)
        {
            _unused.Remove(threadId);
            if (notification is ThreadStartedNotification)
            {
                _unused.Add(threadId, notification);
                if (_unused.Count > MostUnused)
                {
                    _unused.RemoveAt(0);
                }
            }
        }
    }

    private static bool IsNews(Notification notification) => notification
        is ThreadStartedNotification or ThreadStatusChangedNotification or ThreadArchivedNotification or ThreadUnarchivedNotification or ThreadClosedNotification
        or ThreadDeletedNotification or ThreadNameUpdatedNotification or SkillsChangedNotification or AppListUpdatedNotification;
}

/// <summary>Who listens to news.</summary>
internal sealed class NewsListener : IDisposable
{
    private const int Capacity = 256;

    private readonly Channel<Notification> _heard;
    private readonly Action _wake;
    private readonly Action<NewsListener> _leave;
    private int _missed;

    internal NewsListener(Action wake, Action<NewsListener> leave)
    {
        (_wake, _leave) = (wake, leave);
        _heard = Channel.CreateBounded<Notification>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => Interlocked.Increment(ref _missed));
    }

    /// <summary>The threads that were started before it listened, and of which there was no other news.</summary>
    public IReadOnlyList<Notification> Unused { get; internal set; } = [];

    /// <summary>The next one, if there is one.</summary>
    public bool TryRead(out Notification notification) => _heard.Reader.TryRead(out notification!);

    /// <summary>How many were lost since this was asked last.</summary>
    public int TakeMissed() => Interlocked.Exchange(ref _missed, 0);

    internal void Hear(Notification notification)
    {
        _heard.Writer.TryWrite(notification);
        _wake();
    }

    /// <inheritdoc />
    public void Dispose() => _leave(this);
}

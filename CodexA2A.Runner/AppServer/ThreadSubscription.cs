using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// The messages of one thread, in Codex's order, ending with <see cref="ProcessDied"/> if the process goes.
/// Bounded in number and bytes: while it is full, nothing more is read from Codex (which buffers), so a reader should
/// not wait for an answer of Codex without reading on. After a time limit a subscriber that reads nothing is failed
/// with <see cref="SubscriberTooSlowException"/>.
/// </summary>
internal sealed class ThreadSubscription : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Channel<Entry> _channel = Channel.CreateUnbounded<Entry>(new() { SingleWriter = false });
    private readonly SubscriptionLimits _limits;
    private readonly TimeProvider _time;
    private readonly Action<ThreadSubscription, IReadOnlyList<AppServerMessage>> _closed;
    private TaskCompletionSource? _space;
    private Action? _wake;
    private bool _patient;
    private int _count;
    private long _bytes;
    private bool _ended;

    internal ThreadSubscription(string threadId, SubscriptionLimits limits, TimeProvider time, Action<ThreadSubscription, IReadOnlyList<AppServerMessage>> closed)
    {
        ThreadId = threadId;
        _limits = limits;
        _time = time;
        _closed = closed;
        Messages = new Reader(this);
    }

    private readonly record struct Entry(AppServerMessage Message, int Bytes);

    /// <summary>The thread.</summary>
    public string ThreadId { get; }

    /// <summary>The turn that Codex last said to have begun; null before. Set by whoever delivers.</summary>
    internal string? TurnId { get; private set; }

    /// <summary>The messages. Completes after <see cref="ProcessDied"/>, after disposal, or with an exception when it was not read in time.</summary>
    public ChannelReader<AppServerMessage> Messages { get; }

    /// <summary>
    /// From now on <paramref name="wake"/> is called when there is something to read, and when there will be nothing any more;
    /// often, from any thread, and under a lock: it must only set a signal.
    /// </summary>
    public void Wake(Action wake)
    {
        lock (_gate)
            _wake = wake;
        wake();
    }

    /// <summary>
    /// A patient reader is not woken for a mere <see cref="IDelta"/>: it looks again by itself, soon. One that is patient no more
    /// must look once after saying so.
    /// </summary>
    public void BePatient(bool patient)
    {
        lock (_gate)
            _patient = patient;
    }

    /// <summary>
    /// Ends the subscription; what was not read, and what Codex sends for the thread after that, is dropped until the next
    /// subscription, and questions among it are refused, but for those of a turn that was <see cref="AppServerClient.Abandon">abandoned</see>.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        Complete(null);
        List<AppServerMessage> unread = [];
        while (Messages.TryRead(out var message))
            unread.Add(message);
        _closed(this, unread);
        return ValueTask.CompletedTask;
    }

    /// <summary>Adds a message; blocks the calling thread while the subscription is full. False when it ended or was failed.</summary>
    internal bool Write(AppServerMessage message, int bytes)
    {
        var deadline = _time.GetUtcNow() + _limits.FullFor;
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                if (_ended)
                    return false;
                if (_count == 0 || (_count < _limits.Messages && _bytes + bytes <= _limits.Bytes))
                {
                    Add(message, bytes);
                    return true;
                }

                // However patient it is.
                _wake?.Invoke();

                _space ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = _space.Task;
            }

            if (!WaitUntil(wait, deadline))
            {
                Complete(new SubscriberTooSlowException(ThreadId));
                return false;
            }
        }
    }

    /// <summary>Adds a message whatever the bounds say; for replay and for the last word.</summary>
    internal void ForceWrite(AppServerMessage message, int bytes)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            Add(message, bytes);
        }
    }

    /// <summary>Ends the channel; what is in it can still be read.</summary>
    internal void Complete(Exception? error)
    {
        TaskCompletionSource? space;
        lock (_gate)
        {
            if (_ended)
                return;
            _ended = true;
            (space, _space) = (_space, null);
        }

        _channel.Writer.TryComplete(error);
        space?.TrySetResult();
        lock (_gate)
            _wake?.Invoke();
    }

    // Called under the lock.
    private void Add(AppServerMessage message, int bytes)
    {
        if (message is TurnStartedNotification started && started.ThreadId == ThreadId)
            TurnId = started.TurnId;
        _count++;
        _bytes += bytes;
        _channel.Writer.TryWrite(new Entry(message, bytes));
        if (!_patient || message is not IDelta)
            _wake?.Invoke();
    }

    private bool WaitUntil(Task wait, DateTimeOffset deadline)
    {
        var left = deadline - _time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return false;
        try
        {
            wait.WaitAsync(left, _time).GetAwaiter().GetResult();
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Taken(int bytes)
    {
        TaskCompletionSource? space;
        lock (_gate)
        {
            _count--;
            _bytes -= bytes;
            space = _space;
            _space = null;
        }

        space?.TrySetResult();
    }

    /// <summary>Gives out the messages and returns their room.</summary>
    private sealed class Reader(ThreadSubscription owner) : ChannelReader<AppServerMessage>
    {
        private readonly ChannelReader<Entry> _inner = owner._channel.Reader;

        public override Task Completion => _inner.Completion;

        public override bool CanCount => _inner.CanCount;

        public override int Count => _inner.Count;

        public override bool TryRead([MaybeNullWhen(false)] out AppServerMessage item)
        {
            if (!_inner.TryRead(out var entry))
            {
                item = null;
                return false;
            }

            owner.Taken(entry.Bytes);
            item = entry.Message;
            return true;
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
            _inner.WaitToReadAsync(cancellationToken);
    }
}

/// <summary>Bounds of one subscription.</summary>
/// <param name="Messages">Messages kept.</param>
/// <param name="Bytes">Wire bytes kept; one larger message is taken when nothing else waits.</param>
/// <param name="FullFor">How long it may stay full before it is failed.</param>
internal sealed record SubscriptionLimits(int Messages, long Bytes, TimeSpan FullFor)
{
    /// <summary>4,096 messages, 32 MiB, 30 s.</summary>
    public static SubscriptionLimits Default { get; } = new(4096, 32 * 1024 * 1024, TimeSpan.FromSeconds(30));
}

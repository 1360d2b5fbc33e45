using System.Diagnostics.CodeAnalysis;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Messages to the subscriber of their thread. What comes before the subscription is parked for a while (a new thread's
/// events can precede the answer that names it); a sub-agent's thread goes to the subscriber of the turn that it works for; what comes after its end is dropped.
/// What Codex asks is parked only while a follower is about to come, and else refused at once: nobody would ever answer.
/// </summary>
internal sealed class NotificationRouter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ThreadSubscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly SubAgentThreads _subAgents = new();
    private readonly ParkingLot _parked;
    private readonly AwaitedThreads _awaited = new();
    private readonly RecentSet _closed = new(4096);
    private readonly SubscriptionLimits _limits;
    private readonly TimeSpan _parkedFor;
    private readonly TimeProvider _time;
    private readonly AppServerMetrics _metrics;
    private readonly Action<ServerRequest> _refuse;
    private readonly Action<Notification> _process;
    private readonly ITimer _sweep;
    private DeathCertificate? _dead;

    /// <param name="limits">Bounds of each subscription.</param>
    /// <param name="parking">Bounds of what is parked.</param>
    /// <param name="time">Clock.</param>
    /// <param name="metrics">Counters.</param>
    /// <param name="refuse">Answers a request that nobody will take.</param>
    /// <param name="process">Takes what concerns no thread; runs on the reader thread.</param>
    public NotificationRouter(
        SubscriptionLimits limits,
        ParkingLimits parking,
        TimeProvider time,
        AppServerMetrics metrics,
        Action<ServerRequest> refuse,
        Action<Notification> process)
    {
        _limits = limits;
        _parkedFor = parking.For;
        _time = time;
        _metrics = metrics;
        _refuse = refuse;
        _process = process;
        _parked = new ParkingLot(parking);
        _sweep = time.CreateTimer(static state => ((NotificationRouter)state!).Sweep(), this, parking.For, parking.For);
    }

    /// <summary>Threads that are followed now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _subscriptions.Count;
        }
    }

    /// <summary>Follows a thread; what was parked for it comes first.</summary>
    /// <exception cref="InvalidOperationException">The thread is followed already.</exception>
    /// <exception cref="AppServerDiedException">The process is gone.</exception>
    public ThreadSubscription Subscribe(string threadId)
    {
        lock (_gate)
        {
            if (_dead is { } certificate)
                throw new AppServerDiedException(certificate);
            var subscription = new ThreadSubscription(threadId, _limits, _time, Closed);
            if (!_subscriptions.TryAdd(threadId, subscription))
                throw new InvalidOperationException($"Thread {threadId} is followed already.");
            _closed.Remove(threadId);
            _awaited.Remove(threadId);
            foreach (var (message, bytes) in _parked.Take(threadId))
                subscription.ForceWrite(message, bytes);
            return subscription;
        }
    }

    /// <summary>The thread will be followed soon: what Codex asks about it waits until then, or as long as anything is parked.</summary>
    public void Await(string threadId)
    {
        lock (_gate)
            _awaited.Add(threadId, _time.GetUtcNow());
    }

    /// <summary>Nobody will follow it after all.</summary>
    public void GiveUp(string threadId)
    {
        lock (_gate)
            _awaited.Remove(threadId);
        RefuseUnawaited();
    }

    /// <summary>A thread is being started that will be followed; end it with <see cref="EndStart"/>.</summary>
    public void BeginStart()
    {
        lock (_gate)
            _awaited.Starting();
    }

    /// <summary>The thread is started; null when it could not be.</summary>
    public void EndStart(string? threadId)
    {
        lock (_gate)
        {
            _awaited.Started();
            if (threadId is not null)
                _awaited.Add(threadId, _time.GetUtcNow());
        }

        RefuseUnawaited();
    }

    /// <summary>Delivers a message; called on the reader thread, which it may block.</summary>
    public void Route(AppServerMessage message, string? threadId, int bytes)
    {
        if (threadId is null)
        {
            if (message is Notification notification)
                _process(notification);
            return;
        }

        ThreadSubscription? subscription;
        IReadOnlyList<AppServerMessage> refused = [];
        lock (_gate)
        {
            if (!_subscriptions.TryGetValue(threadId, out subscription) && !TryFindParent(message, threadId, out subscription))
                refused = _closed.Contains(threadId) || (message is ServerRequest && !_awaited.Contains(threadId)) ? [message] : _parked.Park(threadId, message, bytes, _time.GetUtcNow());
        }

        if (subscription is null)
            GiveUp(refused);
        else if (!subscription.Write(message, bytes))
            Closed(subscription, [message]);
    }

    /// <summary>The process is gone: everyone reads <see cref="ProcessDied"/> and the end.</summary>
    public void FailAll(DeathCertificate certificate)
    {
        ThreadSubscription[] all;
        lock (_gate)
        {
            if (_dead is not null)
                return;
            _dead = certificate;
            all = [.. _subscriptions.Values];
            _subscriptions.Clear();
            _subAgents.Clear();
            _parked.Clear();
        }

        foreach (var subscription in all)
        {
            subscription.ForceWrite(new ProcessDied(certificate), 0);
            subscription.Complete(null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sweep.Dispose();

    // Called under the lock. A sub-agent's thread is nobody's but its parent's: its first turn says whose.
    private bool TryFindParent(AppServerMessage message, string threadId, [NotNullWhen(true)] out ThreadSubscription? parent)
    {
        parent = message is TurnStartedNotification { Turn: { RootTurnId: { } root } turn } && root != turn.Id
            ? _subAgents.Adopt(threadId, root, _subscriptions.Values)
            : _subAgents.Find(threadId);
        if (parent is null)
            return false;
        _closed.Remove(threadId);
        foreach (var (parked, bytes) in _parked.Take(threadId))
            parent.ForceWrite(parked, bytes);
        return true;
    }

    private void Closed(ThreadSubscription subscription, IReadOnlyList<AppServerMessage> unread)
    {
        lock (_gate)
        {
            if (_subscriptions.TryGetValue(subscription.ThreadId, out var current) && current == subscription)
            {
                _subscriptions.Remove(subscription.ThreadId);
                _closed.Add(subscription.ThreadId);
                foreach (var child in _subAgents.Remove(subscription))
                    _closed.Add(child);
            }
        }

        GiveUp(unread);
    }

    private void Sweep()
    {
        List<AppServerMessage> expired = [];
        lock (_gate)
        {
            _awaited.Expire(_time.GetUtcNow() - _parkedFor);
            foreach (var (threadId, messages) in _parked.Expire(_time.GetUtcNow()))
            {
                _closed.Add(threadId);
                expired.AddRange(messages);
            }
        }

        GiveUp(expired);
    }

    private void RefuseUnawaited()
    {
        IReadOnlyList<AppServerMessage> refused;
        lock (_gate)
            refused = _parked.TakeRequests(threadId => !_awaited.Contains(threadId));
        GiveUp(refused);
    }

    private void GiveUp(IReadOnlyList<AppServerMessage> messages)
    {
        if (messages.Count > 0)
            _metrics.Dropped(messages.Count);
        foreach (var message in messages)
        {
            if (message is ServerRequest request)
                _refuse(request);
        }
    }
}

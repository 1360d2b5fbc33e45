using CodexA2A.Runner.Mapping.Watches;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Watches;

/// <summary>
/// Keeps what is told of threads to those of one owner. A thread begins before it is known whose it is: that event waits until the thread's
/// session is stored, and is told then. A thread that gets a turn and is not the owner's is another's for good.
/// </summary>
internal sealed class WatchedThreads(ITurnQueue queue, Owner owner, IReadOnlyList<string>? only)
{
    private const int Most = 1024;

    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WatchedEvent> _begun = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>A thread that was started before the watch: its begin is told if it becomes the owner's, and is no news if it was.</summary>
    public async Task HoldAsync(WatchedEvent begun, CancellationToken cancellationToken)
    {
        if (begun.ThreadId is { } threadId && !await IsOwnAsync(threadId, isActive: false, cancellationToken))
        {
            _begun[threadId] = begun;
            Bound(threadId);
        }
    }

    /// <summary>What may be told now because of an event, in order.</summary>
    public async Task<IReadOnlyList<WatchedEvent>> TakeAsync(WatchedEvent e, CancellationToken cancellationToken)
    {
        if (e.ThreadId is not { } threadId)
        {
            return [e];
        }

        if (only is not null && !only.Contains(threadId, StringComparer.Ordinal))
        {
            return [];
        }

        if (!await IsOwnAsync(threadId, e.IsActive, cancellationToken))
        {
            if (e.Name == "thread.started" && !_known.ContainsKey(threadId))
            {
                _begun[threadId] = e;
                Bound(threadId);
            }

            return [];
        }

        return _begun.Remove(threadId, out var begun) ? [begun, e] : [e];
    }

    private async Task<bool> IsOwnAsync(string threadId, bool isActive, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(threadId, out var known))
        {
            return known;
        }

        var own = await queue.FindThreadAsync(owner, threadId, cancellationToken) is not null;
        if (own || isActive)
        {
            // A session is bound to its thread before its turn begins.
            _known[threadId] = own;
            if (!own)
            {
                _begun.Remove(threadId);
            }

            Bound(threadId);
        }

        return own;
    }

    private void Bound(string threadId)
    {
        _order.Enqueue(threadId);
        while (_order.Count > Most)
        {
            var oldest = _order.Dequeue();
            _known.Remove(oldest);
            _begun.Remove(oldest);
        }
    }
}

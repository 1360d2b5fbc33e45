namespace CodexA2A.Runner.AppServer;

/// <summary>Threads of sub-agents, by the subscription of the turn that they work for. Not thread-safe.</summary>
internal sealed class SubAgentThreads
{
    private const int Most = 1024;

    private readonly Dictionary<string, ThreadSubscription> _parents = new(StringComparer.Ordinal);

    /// <summary>The subscriber of a sub-agent's thread; null when it is none, or its turn is not followed any more.</summary>
    public ThreadSubscription? Find(string threadId) => _parents.GetValueOrDefault(threadId);

    /// <summary>A turn of a thread that nobody follows begins, for another turn: who follows that one follows this one as well.</summary>
    /// <param name="threadId">The sub-agent's thread.</param>
    /// <param name="rootTurnId">The turn that it works for.</param>
    /// <param name="followed">All subscriptions.</param>
    public ThreadSubscription? Adopt(string threadId, string rootTurnId, IEnumerable<ThreadSubscription> followed)
    {
        var parent = followed.FirstOrDefault(subscription => subscription.TurnId == rootTurnId);
        if (parent is null || (_parents.Count >= Most && !_parents.ContainsKey(threadId)))
            _parents.Remove(threadId);
        else
            _parents[threadId] = parent;
        return _parents.GetValueOrDefault(threadId);
    }

    /// <summary>Forgets the sub-agents of a subscription that ended.</summary>
    /// <returns>Their threads.</returns>
    public IReadOnlyList<string> Remove(ThreadSubscription parent)
    {
        string[] threads = [.. _parents.Where(entry => entry.Value == parent).Select(entry => entry.Key)];
        Array.ForEach(threads, thread => _parents.Remove(thread));
        return threads;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _parents.Clear();
}

namespace CodexA2A.Runner.AppServer;

/// <summary>The last so many strings; not thread-safe.</summary>
internal sealed class RecentSet(int capacity)
{
    private readonly Dictionary<string, LinkedListNode<string>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _order = new();

    /// <summary>Adds one; the oldest goes when there are too many.</summary>
    public void Add(string value)
    {
        Remove(value);
        _nodes[value] = _order.AddLast(value);
        if (_order.Count > capacity)
            Remove(_order.First!.Value);
    }

    /// <summary>Whether it is among them.</summary>
    public bool Contains(string value) => _nodes.ContainsKey(value);

    /// <summary>Takes one out.</summary>
    public void Remove(string value)
    {
        if (_nodes.Remove(value, out var node))
            _order.Remove(node);
    }
}

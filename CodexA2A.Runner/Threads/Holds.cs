namespace CodexA2A.Runner.Threads;

/// <summary>What a turn keeps from others while it runs; given back in reverse order.</summary>
internal sealed class Holds : IDisposable
{
    private readonly Stack<IDisposable> _held = new();

    /// <summary>One more.</summary>
    public void Add(IDisposable hold) => _held.Push(hold);

    /// <inheritdoc />
    public void Dispose()
    {
        while (_held.TryPop(out var hold))
        {
            hold.Dispose();
        }
    }
}

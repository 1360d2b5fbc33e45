namespace CodexA2A.ScriptedModel.Gates;

/// <summary>
/// A point in a stream where the model stops until a test lets it go on. Streams reach it by name
/// (parameter <c>gate=NAME</c>, or <c>gate NAME</c> in a script file).
/// </summary>
public sealed class ScriptGate
{
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int arrivals;

    internal ScriptGate(string name) => Name = name;

    /// <summary>The name by which scenarios know it.</summary>
    public string Name { get; }

    /// <summary>How many streams have come to the gate so far.</summary>
    public int Arrivals => Volatile.Read(ref arrivals);

    /// <summary>Completes when the first stream stands at the gate: everything before it has been sent.</summary>
    public Task WaitUntilReachedAsync(CancellationToken cancellationToken) => reached.Task.WaitAsync(cancellationToken);

    /// <summary>Lets every stream pass, those that wait and those that come later. Idempotent.</summary>
    public void Open() => opened.TrySetResult();

    internal Task ArriveAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref arrivals);
        reached.TrySetResult();
        return opened.Task.WaitAsync(cancellationToken);
    }
}

using System.Threading.Tasks.Sources;

namespace CodexA2A.Tasks;

/// <summary>
/// Wakes one reader, again and again, without an allocation for each wait. Setting it never runs the reader's code: that is
/// queued to the pool. It only says "look again": whoever wakes must read the state it is about.
/// </summary>
public sealed class WakeSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Raised = 2;

    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private int _state;

    /// <summary>Wakes the reader, or lets its next wait return at once.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _state, Raised) == Waiting)
        {
            _core.SetResult(true);
        }
    }

    /// <summary>Waits for <see cref="Set"/>; one wait at a time.</summary>
    public ValueTask WaitAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Raised)
        {
            // A full fence: what the reader looks at next must not be older than this.
            Interlocked.Exchange(ref _state, Idle);
            return ValueTask.CompletedTask;
        }

        return new ValueTask(this, _core.Version);
    }

    /// <summary>Sets the signal when <paramref name="cancellationToken"/> is canceled.</summary>
    public CancellationTokenRegistration SetOn(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static signal => ((WakeSignal)signal!).Set(), this);

    void IValueTaskSource.GetResult(short token)
    {
        _core.GetResult(token);
        _core.Reset();
        // A Set between here and the reader's look at the state changes nothing: the reader looks after this.
        Interlocked.Exchange(ref _state, Idle);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}

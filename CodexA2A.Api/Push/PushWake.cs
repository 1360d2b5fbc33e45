namespace CodexA2A.Api.Push;

/// <summary>Tells this process' dispatcher that there is something to deliver; others find it when they look.</summary>
internal sealed class PushWake
{
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends at the next <see cref="Set"/>.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    /// <summary>Wakes it.</summary>
    public void Set() => Interlocked.Exchange(ref next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}

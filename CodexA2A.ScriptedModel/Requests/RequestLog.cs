namespace CodexA2A.ScriptedModel.Requests;

/// <summary>The newest requests, for tests and for people.</summary>
internal sealed class RequestLog(int capacity)
{
    private readonly Lock guard = new();
    private readonly Queue<ModelRequest> requests = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(ModelRequest request)
    {
        TaskCompletionSource signal;
        lock (guard)
        {
            requests.Enqueue(request);
            while (requests.Count > capacity)
            {
                requests.Dequeue();
            }

            signal = changed;
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        signal.TrySetResult();
    }

    public IReadOnlyList<ModelRequest> Snapshot()
    {
        lock (guard)
        {
            return [.. requests];
        }
    }

    /// <summary>The first request, past or future, that fits.</summary>
    public async Task<ModelRequest> WaitAsync(Func<ModelRequest, bool> match, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (guard)
            {
                if (requests.FirstOrDefault(match) is { } found)
                {
                    return found;
                }

                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }
}

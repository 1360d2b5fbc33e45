namespace CodexA2A.ScriptedModel.Requests;

/// <summary>The newest requests, for tests and for people.</summary>
internal sealed class RequestLog(int capacity)
{
    private const long MaxBytes = 64 * 1024 * 1024;
    private readonly Lock guard = new();
    private readonly Queue<(ModelRequest Request, int Size)> requests = new();
    private long bytes;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Keeps a request; the oldest go when there are too many or their bodies are too large together.</summary>
    public void Add(ModelRequest request, int size)
    {
        TaskCompletionSource signal;
        lock (guard)
        {
            requests.Enqueue((request, size));
            bytes += size;
            while (requests.Count > 1 && (requests.Count > capacity || bytes > MaxBytes))
            {
                bytes -= requests.Dequeue().Size;
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
            return [.. requests.Select(entry => entry.Request)];
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
                if (requests.Select(entry => entry.Request).FirstOrDefault(match) is { } found)
                {
                    return found;
                }

                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }
}

namespace CodexA2A.Runner;

/// <summary>One at a time for each key, in the order of asking. Keys that nobody holds take no memory.</summary>
internal sealed class KeyedGate(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<TaskCompletionSource>> _held = new(StringComparer.Ordinal);

    /// <summary>Whether somebody would have to wait now.</summary>
    public bool IsHeld(string key)
    {
        lock (_gate)
        {
            return _held.ContainsKey(key);
        }
    }

    /// <summary>Waits until nobody else holds the key; disposal gives it back.</summary>
    /// <exception cref="TimeoutException">The others took longer than <paramref name="limit"/>.</exception>
    public async Task<IDisposable> EnterAsync(string key, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (Join(key) is { } turn)
        {
            try
            {
                await turn.Task.WaitAsync(limit, time, cancellationToken);
            }
            catch when (turn.TrySetCanceled(CancellationToken.None))
            {
                throw;
            }
            catch
            {
                // It was given to us in the same moment.
                Leave(key);
                throw;
            }
        }

        return new Hold(this, key);
    }

    /// <summary>Null when the key is ours at once.</summary>
    private TaskCompletionSource? Join(string key)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(key, out var waiting))
            {
                _held[key] = new();
                return null;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(turn);
            return turn;
        }
    }

    private void Leave(string key)
    {
        lock (_gate)
        {
            while (_held[key].TryDequeue(out var next))
            {
                if (next.TrySetResult())
                {
                    return;
                }
            }

            _held.Remove(key);
        }
    }

    private sealed class Hold(KeyedGate gate, string key) : IDisposable
    {
        private int _over;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _over, 1) == 0)
            {
                gate.Leave(key);
            }
        }
    }
}

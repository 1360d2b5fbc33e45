namespace CodexA2A.Tasks;

/// <summary>Readers that are woken together. They come and go rarely and are woken often: waking takes no lock.</summary>
internal sealed class WakeSignals
{
    private readonly Lock _lock = new();
    private WakeSignal[] _all = [];

    /// <summary>True when there is none.</summary>
    public bool IsEmpty => Volatile.Read(ref _all).Length == 0;

    /// <summary>Adds one.</summary>
    public void Add(WakeSignal reader)
    {
        lock (_lock)
        {
            // Copied on change, so that waking may walk it at the same time.
            _all = [.. _all, reader];
        }
    }

    /// <summary>Takes it away again.</summary>
    public void Remove(WakeSignal reader)
    {
        lock (_lock)
        {
            _all = Array.FindAll(_all, other => other != reader);
        }
    }

    /// <summary>Wakes all.</summary>
    public void Wake()
    {
        foreach (var reader in Volatile.Read(ref _all))
        {
            reader.Set();
        }
    }
}

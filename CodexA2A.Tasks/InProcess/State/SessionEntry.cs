namespace CodexA2A.Tasks.InProcess.State;

/// <summary>A session in memory: as staged by the writer thread, and as committed for readers.</summary>
internal sealed class SessionEntry(SessionHead head)
{
    private readonly WakeSignals _readers = new();
    private volatile SessionHead _visible = head;

    /// <summary>As staged by the writer thread, which alone touches it.</summary>
    public SessionHead Staged { get; set; } = head;

    /// <summary>Its place among the sessions that wait for an owner; 0 when it does not. Kept by the writer thread.</summary>
    public long ReadyAs { get; set; }

    /// <summary>As committed.</summary>
    public SessionHead Visible => _visible;

    /// <summary>Shows readers what was staged.</summary>
    public void Publish()
    {
        var before = _visible;
        _visible = Staged;
        // Whoever follows from now on sees it; whoever followed before is woken.
        Interlocked.MemoryBarrier();
        if (before.LastCommand != Staged.LastCommand || before.Lease?.Epoch != Staged.Lease?.Epoch)
        {
            _readers.Wake();
        }
    }

    /// <summary>Forgets what was staged.</summary>
    public void Undo() => Staged = _visible;

    /// <summary>Lets a reader of commands know of every new command, and of every new owner.</summary>
    public void Follow(WakeSignal reader) => _readers.Add(reader);

    /// <summary>Ends <see cref="Follow"/>.</summary>
    public void Unfollow(WakeSignal reader) => _readers.Remove(reader);
}

using System.Collections.Concurrent;

namespace CodexA2A.Tasks;

/// <summary>The replies that are waited for in this process.</summary>
internal sealed class PendingReplies
{
    private readonly ConcurrentDictionary<string, PendingReply> _open = new(StringComparer.Ordinal);

    /// <summary>How many.</summary>
    public int Count => _open.Count;

    /// <summary>Waits for one more; to be disposed.</summary>
    /// <exception cref="SeamUnavailableException">Too many wait already.</exception>
    public PendingReply Open()
    {
        if (_open.Count >= ControlLimits.Pending)
        {
            throw new SeamUnavailableException("Too many calls wait for runners. Ask again later.");
        }

        var reply = new PendingReply(this);
        _open[reply.Id] = reply;
        return reply;
    }

    /// <summary>A runner has taken the call.</summary>
    public void Heard(string id)
    {
        if (_open.TryGetValue(id, out var reply))
        {
            reply.Hear();
        }
    }

    /// <summary>The answer came; the first one counts, and none behind its time.</summary>
    public void Complete(string id, ReadOnlySpan<byte> utf8)
    {
        if (_open.TryGetValue(id, out var reply))
        {
            reply.Complete(ControlJson.ReadReply(utf8));
        }
    }

    /// <summary>Waits no more.</summary>
    public void Close(string id) => _open.TryRemove(id, out _);
}

/// <summary>One of them.</summary>
internal sealed class PendingReply(PendingReplies all) : IDisposable
{
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ControlReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its name.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("n");

    /// <summary>Completes when a runner has taken the call.</summary>
    public Task Heard => _heard.Task;

    /// <summary>Somebody has it.</summary>
    public void Hear() => _heard.TrySetResult();

    /// <summary>The answer.</summary>
    public void Complete(ControlReply reply)
    {
        _reply.TrySetResult(reply);
        _heard.TrySetResult();
    }

    /// <summary>The answer, or a fault that says that none came.</summary>
    public async Task<ControlReply> WaitAsync(TimeSpan left, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await _reply.Task.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return ControlFaults.OutcomeUnknown(limit);
        }
    }

    /// <inheritdoc />
    public void Dispose() => all.Close(Id);
}

namespace CodexA2A.Tasks;

/// <summary>Where the answer to a command of a session is waited for.</summary>
public sealed class ReplyToken : IDisposable
{
    private readonly PendingReply _pending;
    private readonly TimeProvider _time;

    internal ReplyToken(PendingReply pending, string replyTo, TimeProvider time) => (_pending, ReplyTo, _time) = (pending, replyTo, time);

    /// <summary>For <see cref="TurnCommand.ReplyTo"/>.</summary>
    public string ReplyTo { get; }

    /// <summary>The answer of the session's owner; when none came in time, the fault <see cref="ControlFault.OutcomeUnknown"/>: an owner of an earlier release answers nothing.</summary>
    public async ValueTask<ControlReply> WaitAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        await _pending.WaitAsync(limit, limit, _time, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _pending.Dispose();
}

using System.Threading.Channels;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>How a turn left its session.</summary>
/// <param name="Binding">The thread that the session is bound to now, or null when nothing changed.</param>
/// <param name="Parked">True when the turn was stopped for a drain and is not done: its next owner settles it, or begins it where it had not begun.</param>
internal sealed record TurnResult(SessionBinding? Binding, bool Parked);

/// <summary>What reaches a turn from outside Codex.</summary>
internal abstract record TurnInput
{
    private TurnInput()
    {
    }

    /// <summary>A command of the session about this task.</summary>
    internal sealed record Command(TurnCommand Value) : TurnInput;

    /// <summary>Interrupt the turn and leave it to the next owner.</summary>
    internal sealed record Park : TurnInput;

    /// <summary>Park if it only waits for a person, else go on.</summary>
    internal sealed record Drain : TurnInput;
}

/// <summary>A turn that runs: what its session may do to it.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "A cancellation source without a timer holds nothing; others may cancel it at any time.")]
internal sealed class ActiveTurn
{
    // A turn reads its inbox all the time; so many waiting commands would mean that it hangs.
    private const int Capacity = 256;

    private readonly CancellationTokenSource _abort = new();
    private readonly Channel<TurnInput> _inbox = Channel.CreateBounded<TurnInput>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private volatile bool _draining;

    private readonly Func<TurnCommand, Task> _unread;

    private ActiveTurn(QueuedCommand command, TurnPlace place, Func<TurnCommand, Task> unread, IReadOnlyList<TurnCommand> early)
    {
        Early = new Queue<TurnCommand>(early);
        _unread = unread;
        Place = place;
        CommandId = command.Id;
        TaskId = command.Command.TaskId;
        IsExec = command.Command is RunExec;
    }

    /// <summary>The command that it runs.</summary>
    public long CommandId { get; }

    /// <summary>Its task.</summary>
    public string TaskId { get; }

    /// <summary>True when it is no turn of the agent, but a command of a caller's.</summary>
    public bool IsExec { get; }

    /// <summary>The place that its session holds; free for others while the turn waits for a person.</summary>
    public TurnPlace Place { get; }

    /// <summary>The process is about to stop: no person is asked any more.</summary>
    public bool IsDraining => _draining;

    /// <summary>Completes when the turn has ended and is stored; faults when it could not be.</summary>
    public Task<TurnResult> Completion { get; private set; } = null!;

    /// <summary>What came before the turn ran, and can be done only then.</summary>
    public Queue<TurnCommand> Early { get; }

    /// <summary>What comes in, in order.</summary>
    public ChannelReader<TurnInput> Inbox => _inbox.Reader;

    /// <summary>Set whenever something has come in; whatever else the turn waits for may set it too.</summary>
    public WakeSignal Signal { get; } = new();

    /// <summary>Signals that the lease is lost.</summary>
    public CancellationToken Aborted => _abort.Token;

    /// <summary>Starts <paramref name="run"/> as the turn of <paramref name="command"/>; <paramref name="unread"/> gets what came and was not read to its end.</summary>
    public static ActiveTurn Start(
        QueuedCommand command, TurnPlace place, Func<TurnCommand, Task> unread, Func<ActiveTurn, Task<TurnResult>> run, IReadOnlyList<TurnCommand>? early = null)
    {
        var turn = new ActiveTurn(command, place, unread, early ?? []);
        turn.Completion = Task.Run(() => turn.RunAsync(run));
        return turn;
    }

    /// <summary>Hands the turn a command; false, and nothing happens, when the turn has ended.</summary>
    public async ValueTask<bool> PostAsync(TurnCommand command, CancellationToken cancellationToken)
    {
        try
        {
            await _inbox.Writer.WriteAsync(new TurnInput.Command(command), cancellationToken);
            Signal.Set();
            return true;
        }
        catch (ChannelClosedException)
        {
            // It ended while the command came.
            return false;
        }
    }

    /// <summary>Asks it to stop for a drain.</summary>
    public void Park()
    {
        _inbox.Writer.TryWrite(new TurnInput.Park());
        Signal.Set();
    }

    /// <summary>Tells it that the process is about to stop.</summary>
    public void Drain()
    {
        _draining = true;
        _inbox.Writer.TryWrite(new TurnInput.Drain());
        Signal.Set();
    }

    /// <summary>Stops it at once; nothing more is written.</summary>
    public void Abort() => _abort.Cancel();

    private async Task<TurnResult> RunAsync(Func<ActiveTurn, Task<TurnResult>> run)
    {
        TurnResult? result = null;
        try
        {
            return result = await run(this);
        }
        finally
        {
            // Nobody reads any more, so nobody may wait for room.
            _inbox.Writer.TryComplete();
            // However it ended: the session goes on, and with it the place.
            Place.Rest(false);
            while (_inbox.Reader.TryRead(out var input))
            {
                if (input is TurnInput.Command { Value: var command })
                {
                    Early.Enqueue(command);
                }
            }

            while (Early.TryDequeue(out var left))
            {
                // It stays in the store: the next owner does it where this turn had not begun, and else refuses it. A parked turn of the agent has begun.
                if (result is { Parked: false } || (result is not null && left is not DriveExec))
                {
                    await _unread(left);
                }
            }
        }
    }
}

using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// Runs the commands of one session under its lease: turns in order, everything else at once. One loop owns all state.
/// It ends when the session has no work (the lease is released), when it is drained, or when the lease is lost.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "A cancellation source without a timer holds nothing; others may cancel it at any time.")]
internal sealed partial class SessionRunner(
    SessionLease lease,
    TurnPlace place,
    ITurnQueue queue,
    ITaskLog log,
    TurnStarter turns,
    SessionForgetter forgetter,
    TurnReplies replies,
    TimeProvider time,
    ILogger<SessionRunner> logger)
{
    /// <summary>A session is claimed for its work, which comes within a round trip to the store. To offer it back before would be a step for nothing.</summary>
    private static readonly TimeSpan FirstCommand = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _noMore = new();
    private readonly WaitingTurns _waiting = new();
    private readonly CommandCursor _cursor = new(lease, log, time);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ActiveTurn? _turn;
    private bool _stopTurn;
    private bool _hasRun;
    private string? _parked;
    private SessionBinding? _binding = lease.Binding;

    /// <summary>The lease it works under.</summary>
    public SessionLease Lease => lease;

    /// <summary>When its lease was asked for, or renewed: a timestamp.</summary>
    public required long RenewedAt { get; set; }

    /// <summary>Says whether other principals wait for a place; nobody does where it is not given.</summary>
    public Func<CancellationToken, ValueTask<bool>>? Others { get; init; }

    /// <summary>Completes when nothing of the session runs here any more; never faults.</summary>
    public Task Completion => _ended.Task;

    /// <summary>Begins; <paramref name="ended"/> is called once at the end, whatever it was.</summary>
    public void Start(Action ended) => Task.Run(() => RunAsync(ended));

    /// <summary>True once it was aborted.</summary>
    public bool IsStopping => _abort.IsCancellationRequested;

    /// <summary>The lease is gone: stop at once and write nothing more.</summary>
    public void Abort()
    {
        _abort.Cancel();
        _turn?.Abort();
    }

    /// <summary>Let the running turn end, then give the session back with whatever waits.</summary>
    public void TakeNoMore()
    {
        lock (_gate)
        {
            _noMore.Cancel();
            _turn?.Drain();
        }
    }

    /// <summary>Interrupt the running turn: the next owner follows the table of contracts.md §6.</summary>
    public void StopTurn()
    {
        lock (_gate)
        {
            _stopTurn = true;
            _turn?.Park();
        }
    }

    private async Task RunAsync(Action ended)
    {
        try
        {
            await WorkAsync();
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // The lease is lost; its next owner does the rest.
        }
        catch (LeaseLostException)
        {
            LogFenced(lease.Session.Value);
        }
        catch (SeamUnavailableException exception)
        {
            LogGivenUp(exception, lease.Session.Value);
        }
#pragma warning disable CA1031 // The last line of defence of one session: the others go on, the lease runs out, the error is logged.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception, lease.Session.Value);
        }
        finally
        {
            await LeaveAsync(ended);
        }
    }

    private async Task LeaveAsync(Action ended)
    {
        try
        {
            if (_turn is { } left)
            {
                await turns.AbortAsync(left);
            }
        }
        finally
        {
            place.Dispose();
            ended();
            _ended.SetResult();
        }
    }

    private async Task WorkAsync()
    {
        if (lease.Begun is { } begun)
        {
            var command = await queue.GetCommandAsync(lease, begun, _abort.Token);
            if (command?.Command is BeginTask)
            {
                Begin(turns.Recover(lease, _binding, command, place));
                _cursor.See(command);
            }
            else if (command is { Command: UnknownCommand unknown })
            {
                // What was begun is a turn, whatever it is called.
                await TakeAsync(command with { Command = unknown with { IsTurn = true } });
            }
        }

        await using var commands = new CommandFeed(queue, lease, Math.Max(lease.Cursor, lease.Begun ?? 0), _abort.Token);
        if (_turn is null)
        {
            await commands.WaitAsync(FirstCommand, time, _noMore.Token);
        }

        while (true)
        {
            if (_turn is null && _hasRun && !_waiting.IsEmpty && Others is { } others && await others(_abort.Token))
            {
                // It had its turn: what waits in it waits on behind theirs, or many turns in few contexts would keep all places.
                await _noMore.CancelAsync();
            }

            if (_turn is null && !_noMore.IsCancellationRequested && _waiting.TakeFirst() is { } run)
            {
                Begin(turns.Run(lease, _binding, run, place, _waiting.TakeHeld(run.Command.TaskId)));
            }

            if (_turn is null && (_noMore.IsCancellationRequested || !commands.Next.IsCompleted) && await TryReleaseAsync())
            {
                return;
            }

            await Task.WhenAny(_turn is { } running ? [commands.Next, running.Completion] : [commands.Next]);
            if (_turn is { Completion.IsCompleted: true } finished)
            {
                await FinishAsync(finished);
            }

            if (commands.Next.IsCompleted)
            {
                if (!await commands.Next)
                {
                    throw new LeaseLostException(lease.Session);
                }

                if (commands.Current is { Command: ForgetSession } forget)
                {
                    if (await ForgetAsync(forget))
                    {
                        return;
                    }
                }
                else
                {
                    await TakeAsync(commands.Current);
                }

                commands.Advance();
            }
        }
    }

    /// <summary>The session may have been told to drain or stop while the turn was being made.</summary>
    private void Begin(ActiveTurn turn)
    {
        lock (_gate)
        {
            _turn = turn;
            if (_noMore.IsCancellationRequested)
            {
                turn.Drain();
            }

            if (_stopTurn)
            {
                turn.Park();
            }
        }
    }

    private async Task FinishAsync(ActiveTurn finished)
    {
        _turn = null;
        _hasRun = true;
        var result = await finished.Completion;
        _binding = result.Binding ?? _binding;
        if (result.Parked)
        {
            // Not done: it stays as it is for the next owner.
            _parked = finished.TaskId;
            await _noMore.CancelAsync();
            return;
        }

        _cursor.Finish(finished.CommandId);
    }

    private async Task<bool> TryReleaseAsync()
    {
        var drain = _noMore.IsCancellationRequested;
        if (!drain)
        {
            await _cursor.PassAsync(_abort.Token);
        }

        return await queue.ReleaseAsync(lease, drain, _abort.Token);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {Session} was fenced off: another owner has it.")]
    private partial void LogFenced(string session);

    [LoggerMessage(Level = LogLevel.Error, Message = "Session {Session} is given up: the store of turns cannot be reached.")]
    private partial void LogGivenUp(Exception exception, string session);

    [LoggerMessage(Level = LogLevel.Error, Message = "Session {Session} failed unexpectedly; it is taken up again when its lease has run out.")]
    private partial void LogFailed(Exception exception, string session);
}

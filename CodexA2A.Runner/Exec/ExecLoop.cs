using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping.Exec;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Exec;

/// <summary>Why a command is ended before its time.</summary>
internal enum ExecStop
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>The task was canceled, or the caller terminates the command.</summary>
    Terminated,

    /// <summary>It ran too long, and Codex has not ended it.</summary>
    TimeLimit,

    /// <summary>Nothing happened for too long.</summary>
    IdleLimit,

    /// <summary>The process drains. A command cannot be handed over.</summary>
    Stopping,
}

/// <summary>
/// The loop of a running command: what the session hands in, some of what it prints, and time. A command that prints faster than the
/// store takes holds nothing else back.
/// </summary>
internal sealed class ExecLoop(ActiveTurn turn, IExecProcess process, ExecMapper mapper, EventPen pen, TimeSpan timeout, TurnReplies replies, RunnerOptions options, TimeProvider time)
{
    /// <summary>Codex keeps the time; ours is for one that does not.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>So much of what it printed at one time.</summary>
    private const int Round = 64;

    private readonly ExecInputs _inputs = new(process, replies, time);
    private readonly ExecOutputs _outputs = new(options.MergeWindow, options.MergeBytes, time);
    private long _active = time.GetTimestamp();
    private ExecStop _stop;
    private long _stoppedAt;
    private Task _terminating = Task.CompletedTask;

    /// <summary>How long it has run.</summary>
    public TimeSpan Took => time.GetElapsedTime(process.Begun);

    /// <summary>Runs until the command has ended, one way or another.</summary>
    /// <exception cref="LeaseLostException">Another owner has the session.</exception>
    public async Task<ExecEnd> RunAsync(CancellationToken cancellationToken)
    {
        await using var alarm = new TurnAlarm(time, turn.Signal);
        await using var canceled = turn.Signal.SetOn(cancellationToken);
        process.Wake(turn.Signal.Set);
        while (turn.Early.TryDequeue(out var early))
        {
            if (early is DriveExec drive)
            {
                _inputs.AddEarly(drive, cancellationToken);
            }
            else
            {
                OnInput(new TurnInput.Command(early), cancellationToken);
            }
        }

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Looked at first: its last output is there when its end is.
            var ended = process.Result.IsCompleted;
            while (turn.Inbox.TryRead(out var input))
            {
                OnInput(input, cancellationToken);
            }

            var more = await ReadAsync(cancellationToken);
            if ((ended && !more) || Left() <= TimeSpan.Zero)
            {
                await WriteAsync(_outputs.Take(), cancellationToken);
                process.KillRest();
                await _inputs.EndAsync(options.StopTimeout);
                return await EndAsync();
            }

            if (process.Messages.Completion is { IsFaulted: true } lost)
            {
                // What it printed came faster than it could be stored, for too long.
                await lost;
            }

            if (_outputs.Due() is { } due && due <= TimeSpan.Zero)
            {
                await WriteAsync(_outputs.Take(), cancellationToken);
            }

            OnTime();
            if (more)
            {
                continue;
            }

            alarm.Within(Wait());
            await turn.Signal.WaitAsync();
        }
    }

    /// <summary>True when there may be more.</summary>
    private async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < Round; i++)
        {
            if (!process.Messages.TryRead(out var message))
            {
                return false;
            }

            await OnMessageAsync(message, cancellationToken);
        }

        return true;
    }

    private async ValueTask OnMessageAsync(AppServerMessage message, CancellationToken cancellationToken)
    {
        if (ExecChunk.Read(message) is { } chunk)
        {
            _active = time.GetTimestamp();
            await WriteAsync(_outputs.Add(chunk), cancellationToken);
        }
    }

    private async ValueTask WriteAsync(ExecChunk? chunk, CancellationToken cancellationToken)
    {
        if (chunk is { } some)
        {
            await pen.WriteAsync([.. mapper.Output(some).Select(e => new Mapping.MappedEvent(e, IsTextDelta: false))], cancellationToken);
        }
    }

    private void OnInput(TurnInput input, CancellationToken cancellationToken)
    {
        switch (input)
        {
            case TurnInput.Command { Value: CancelTurn }:
                Stop(ExecStop.Terminated);
                break;
            case TurnInput.Command { Value: DriveExec { Action: DriveExec.Terminate } terminate }:
                Stop(ExecStop.Terminated);
                _inputs.Add(terminate, cancellationToken);
                break;
            case TurnInput.Command { Value: DriveExec drive }:
                _active = time.GetTimestamp();
                _inputs.Add(drive, cancellationToken);
                break;
            case TurnInput.Command { Value: SteerTurn steer }:
                _ = replies.RefuseAsync(steer, "the task runs a command of a caller's, which takes no messages.");
                break;
            case TurnInput.Park:
                Stop(ExecStop.Stopping);
                break;
        }
    }

    private void OnTime()
    {
        if (time.GetElapsedTime(process.Begun) >= timeout + Grace)
        {
            Stop(ExecStop.TimeLimit);
        }
        else if (time.GetElapsedTime(_active) >= options.ExecIdleTimeout)
        {
            Stop(ExecStop.IdleLimit);
        }
    }

    private void Stop(ExecStop reason)
    {
        if (_stop == ExecStop.None)
        {
            (_stop, _stoppedAt) = (reason, time.GetTimestamp());
            _terminating = process.TerminateAsync();
        }
    }

    /// <summary>How long Codex has to confirm an end that was asked for; null when none was.</summary>
    private TimeSpan? Left() => _stop == ExecStop.None ? null : options.StopTimeout - time.GetElapsedTime(_stoppedAt);

    private TimeSpan Wait()
    {
        var wait = Left() ?? Least(timeout + Grace - time.GetElapsedTime(process.Begun), options.ExecIdleTimeout - time.GetElapsedTime(_active));
        wait = _outputs.Due() is { } due ? Least(wait, due) : wait;
        return wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private async Task<ExecEnd> EndAsync()
    {
        int? code = null;
        try
        {
            await _terminating;
            if (!process.Result.IsCompleted)
            {
                return _stop == ExecStop.Terminated ? ExecEnd.TerminatedBy(null) : ExecEnd.Failed(ExecErrors.NotStopped(options.StopTimeout));
            }

            code = await process.Result;
        }
        catch (AppServerException exception) when (_stop is ExecStop.None or ExecStop.TimeLimit or ExecStop.IdleLimit || exception is AppServerDiedException)
        {
            return ExecEnd.Failed(ExecErrors.From(exception));
        }
        catch (AppServerException)
        {
            // It was ended before Codex had started it.
        }

        return _stop switch
        {
            ExecStop.Terminated => ExecEnd.TerminatedBy(code),
            ExecStop.TimeLimit => ExecEnd.Failed(ExecErrors.TimedOut(timeout), code),
            ExecStop.IdleLimit => ExecEnd.Failed(ExecErrors.Idle(options.ExecIdleTimeout), code),
            ExecStop.Stopping => ExecEnd.Failed(ExecErrors.Stopping, code),
            // A command of its own may end with that code, too.
            _ when code == 124 && Took >= timeout => ExecEnd.Failed(ExecErrors.TimedOut(timeout), code),
            _ => ExecEnd.Exited(code ?? 0),
        };
    }
}

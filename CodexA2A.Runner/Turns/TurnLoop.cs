using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Telemetry;
using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// The loop of a running turn: what Codex says, what the session hands in, and time, each handled to its end before the next.
/// Requests to Codex that may take long run beside it, because Codex's messages must be read on meanwhile.
/// </summary>
internal sealed partial class TurnLoop(
    ActiveTurn turn,
    OpenThread thread,
    RunningTurn running,
    TurnEventMapper mapper,
    EventPen pen,
    InterruptDesk desk,
    TurnClocks clocks,
    TurnTrace trace,
    TurnSteering steering,
    TurnReplies replies,
    RunnerOptions options,
    TimeProvider time,
    ILogger logger)
{
    // So much of what Codex says is read before anything else gets its turn: it may say more than is stored meanwhile, for ever.
    private const int Round = 256;

    private readonly StopRequest _stop = new(thread, running, mapper, options.StopTimeout, time, logger);
    private TurnEnding? _ending;

    /// <summary>Runs until the turn has ended, one way or another.</summary>
    /// <exception cref="LeaseLostException">Another owner has the session.</exception>
    public async Task<TurnEnding> RunAsync(CancellationToken cancellationToken)
    {
        await using var alarm = new TurnAlarm(time, turn.Signal);
        await using var canceled = turn.Signal.SetOn(cancellationToken);
        thread.Wake(turn.Signal.Set);
        while (turn.Early.TryDequeue(out var early))
        {
            if (early is SteerTurn steer)
            {
                steering.Add(steer, cancellationToken, isEarly: true);
            }
            else
            {
                await OnInputAsync(new TurnInput.Command(early), cancellationToken);
            }
        }

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            trace.Enter();
            thread.BePatient(false);
            var read = 0;
            while (_ending is null && read < Round && thread.Messages.TryRead(out var message))
            {
                await OnMessageAsync(message, cancellationToken);
                read++;
            }

            while (_ending is null && turn.Inbox.TryRead(out var input))
            {
                await OnInputAsync(input, cancellationToken);
            }

            await OnSteeredAsync(cancellationToken);
            if (_ending is null)
            {
                await OnTimeAsync(cancellationToken);
            }

            if (_ending is { } ending)
            {
                await _stop.EndAsync();
                await steering.EndAsync();
                await OnSteeredAsync(cancellationToken);
                return ending;
            }

            if (thread.Messages.Completion is { IsCompleted: true } end)
            {
                await end;
                throw new InvalidOperationException("The thread of a running turn is followed no more.");
            }

            if (Wait() is { } wait)
            {
                alarm.Within(wait);
            }

            // A piece that comes while others are held back joins them when their time has come.
            thread.BePatient(pen.Due() is not null && read < Round);
            if (read == Round)
            {
                turn.Signal.Set();
            }

            await turn.Signal.WaitAsync();
        }
    }

    private async ValueTask OnMessageAsync(AppServerMessage message, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case Notification notification:
                await OnNotificationAsync(notification, cancellationToken);
                break;
            case ServerRequest stray when !mapper.Owns(stray):
                LogStray(stray.Method, stray.TurnId ?? "");
                await desk.RefuseStrayAsync(stray, cancellationToken);
                break;
            case ServerRequest request when _stop.IsMade:
                // The turn is being stopped: Codex drops the question together with it.
                LogNotAsked(request.Method);
                break;
            case ServerRequest request when turn.IsDraining && desk.IsQuestion(request):
                // Nobody could answer it in time: it is parked unasked, and asked again under the next owner.
                LogNotAsked(request.Method);
                _stop.Make(TurnStop.Park, cancellationToken);
                break;
            case ServerRequest request:
                await desk.AskAsync(request, cancellationToken);
                Rest();
                break;
            case ProcessDied died:
                running.Ended();
                _ending = new TurnEnding.CodexDied(died.Certificate, _stop.Reason);
                break;
        }
    }

    private async ValueTask OnNotificationAsync(Notification notification, CancellationToken cancellationToken)
    {
        if (mapper.IsOfSubAgent(notification))
        {
            await OnSubAgentAsync(notification, cancellationToken);
            return;
        }

        if ((notification.TurnId is { } other && other != running.Id) || (notification.ThreadId is { } elsewhere && elsewhere != thread.ThreadId))
        {
            // A command of an earlier turn that ended late, or a sub-agent of one.
            return;
        }

        var signal = TurnSignal.Read(notification);
        switch (signal.Kind)
        {
            case TurnSignalKind.ToolStarted:
                clocks.CommandStarted(signal.ItemId);
                break;
            case TurnSignalKind.ToolEnded:
                clocks.CommandEnded(signal.ItemId);
                await OnToolEndedAsync(signal.ItemId, cancellationToken);
                break;
            case TurnSignalKind.Retrying:
                clocks.ToolsLost();
                break;
            case TurnSignalKind.Progress:
                clocks.Activity();
                break;
            case TurnSignalKind.Resolved when _stop.IsMade:
                // Its questions are closed together with the turn.
                break;
            case TurnSignalKind.Resolved:
                await desk.OnResolvedAsync(notification, cancellationToken);
                Rest();
                break;
            case TurnSignalKind.Ended:
                // Even if what it said cannot be written any more.
                running.Ended();
                break;
        }

        trace.Saw(TurnObservation.Read(notification));
        await WriteAsync(notification, cancellationToken);
        if (signal.Kind == TurnSignalKind.Ended)
        {
            _ending = new TurnEnding.Completed(notification, _stop.Reason);
        }
    }

    private async ValueTask OnInputAsync(TurnInput input, CancellationToken cancellationToken)
    {
        switch (input)
        {
            case TurnInput.Command { Value: CancelTurn }:
                _stop.Make(TurnStop.Cancel, cancellationToken);
                break;
            case TurnInput.Command { Value: AnswerInterrupt answer }:
                if (await desk.AnswerAsync(answer, cancellationToken))
                {
                    _stop.Make(TurnStop.Cancel, cancellationToken);
                }

                Rest();
                break;
            case TurnInput.Command { Value: SteerTurn steer } when _stop.IsMade:
                steering.Refuse(steer, "the turn is being stopped.");
                break;
            case TurnInput.Command { Value: SteerTurn steer }:
                steering.Add(steer, cancellationToken);
                break;
            case TurnInput.Command { Value: ExpireInterrupt expired }:
                await desk.ExpireAsync(expired.InterruptId, cancellationToken);
                Rest();
                break;
            case TurnInput.Park:
            case TurnInput.Drain when desk.AnyOpen:
                _stop.Make(TurnStop.Park, cancellationToken);
                break;
        }
    }

    private async ValueTask OnTimeAsync(CancellationToken cancellationToken)
    {
        await pen.FlushDueAsync(cancellationToken);
        while (desk.Overdue() is { } interrupt)
        {
            await desk.ExpireAsync(interrupt, cancellationToken);
            Rest();
        }

        if (_stop.IsMade)
        {
            if (_stop.Left <= TimeSpan.Zero)
            {
                LogNotStopped(running.Id, options.StopTimeout);
                thread.Poison();
                running.Ended();
                _ending = new TurnEnding.NotStopped(_stop.Reason);
            }
        }
        else if (clocks.Expired() is var limit and not TurnLimit.None)
        {
            LogLimit(running.Id, turn.TaskId, limit);
            _stop.Make(limit == TurnLimit.Turn ? TurnStop.TurnLimit : TurnStop.IdleLimit, cancellationToken);
        }
    }

    /// <summary>While a person is asked the clocks stand still, and others may have the turn's place.</summary>
    private void Rest()
    {
        clocks.SetPaused(desk.AnyOpen);
        turn.Place.Rest(desk.AnyOpen);
    }

    private TimeSpan? Wait()
    {
        var wait = _stop.IsMade ? _stop.Left : clocks.Next();
        wait = Least(wait, pen.Due());
        wait = Least(wait, desk.NextDeadline());
        return wait is { } some && some < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;
    }

    private static TimeSpan? Least(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b ?? a : a;

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} came while the turn or the service was being stopped.")]
    private partial void LogNotAsked(string method);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} of turn {TurnId}, which is not the running one, was refused.")]
    private partial void LogStray(string method, string turnId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Turn {TurnId} did not stop within {Limit}; its process is replaced.")]
    private partial void LogNotStopped(string turnId, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Turn {TurnId} of task {TaskId} is stopped: its {Limit} limit ran out.")]
    private partial void LogLimit(string turnId, string taskId, TurnLimit limit);
}

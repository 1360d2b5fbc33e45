using CodexA2A.Runner.Audit;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Policies;
using CodexA2A.Runner.Recovery;
using CodexA2A.Runner.Telemetry;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// One turn from its command to its last event: open the thread (<see cref="TurnOpening"/>), start the turn, run its loop, write how it
/// ended (<see cref="TurnClosing"/>). What goes wrong on the way ends the task with a named failure; only a lost lease or store ends it
/// without a word.
/// </summary>
internal sealed class TurnRun
{
    private readonly TurnServices _services;
    private readonly SessionLease _lease;
    private readonly QueuedCommand _command;
    private readonly ActiveTurn _turn;
    private readonly RunTurn _run;
    private readonly WorkspaceRoots _roots;
    private readonly EarlyStop _early;
    private readonly TurnInputs _inputs;
    private readonly TurnOpening _opening;
    private readonly TurnResults _results;

    public TurnRun(TurnServices services, SessionLease lease, SessionBinding? binding, QueuedCommand command, ActiveTurn turn)
    {
        (_services, _lease, _command, _turn, _run) = (services, lease, command, turn, (RunTurn)command.Command);
        _roots = services.Contexts.RootsOf(lease.Session);
        _early = new EarlyStop(turn);
        _inputs = new TurnInputs(services, lease.Session, _run);
        _opening = new TurnOpening(services, lease, binding, _run, _inputs, turn, _early);
        _results = new TurnResults(services, lease.Session, _run);
    }

    private TimeSpan Limit => _run.Blocking ? _services.Options.BlockingTurnTimeout ?? _services.Options.TurnTimeout : _services.Options.TurnTimeout;

    /// <summary>Runs a turn that nobody has begun.</summary>
    public Task<TurnResult> RunAsync() => WithPenAsync(recovers: false, async (pen, trace) =>
    {
        await pen.CommitAsync([], new WriteEffects { Begun = _command.Id }, _turn.Aborted);
        return await AttemptAsync(pen, trace, new TurnAttempt(_run.SubmitId, Text: null), recovers: false);
    });

    /// <summary>Settles a turn whose owner was lost, by the table of contracts.md §6.</summary>
    public Task<TurnResult> RecoverAsync() => WithPenAsync(recovers: true, (pen, trace) => ExpectAsync(pen, trace, async () =>
    {
        using var held = await _opening.EnterAsync();
        using var used = _services.Contexts.InUse(_lease.Session);
        return await new TurnRecovery(_services, _lease, _opening.Binding, _run, _results, pen, _early).SettleAsync(_command.Id, _turn.Aborted);
    }));

    private async Task<TurnResult> WithPenAsync(bool recovers, Func<EventPen, TurnTrace, Task<TurnResult>> run)
    {
        using var trace = _services.Telemetry.Begin(_run, _lease, recovers, _services.Options.ModelSource);
        await using var writer = await TaskWriter.OpenAsync(
            _services.Log, _lease, _command.Command.TaskId, _services.Writing, _services.Time, _turn.Aborted);
        var pen = new EventPen(writer, _services.Options, _services.Time);
        if (writer.Current.Status.State.IsTerminal)
        {
            // It was ended while it waited, or its end was stored just before its owner was lost.
            await pen.CommitAsync([], new WriteEffects { Done = _command.Id }, _turn.Aborted);
            trace.Nothing();
            return new TurnResult(null, Parked: false);
        }

        return await run(pen, trace);
    }

    /// <summary>Recovers, then runs the attempt that recovery wants, if it wants one.</summary>
    private async Task<TurnResult> ExpectAsync(EventPen pen, TurnTrace trace, Func<Task<TurnAttempt?>> settle)
    {
        TurnAttempt? next;
        try
        {
            next = await settle();
        }
        catch (OperationCanceledException exception) when (_early.Explains(exception))
        {
            return await EndUnstartedAsync(pen, Closing(pen, trace), "Canceled before it was known how far the turn had come that was cut off.");
        }
        catch (Exception exception) when (Failure(exception) is { } failure)
        {
            return await Closing(pen, trace).EndAsync(
                _opening.Mapper(pen), TurnOutcome.Failed(failure), [], RecoveryMark.Of(failure.Code, RecoveryMark.Attempts(pen.Task)));
        }

        if (next is not null)
        {
            return await AttemptAsync(pen, trace, next, recovers: true);
        }

        trace.Ended(pen.Task, null);
        return new TurnResult(_opening.Binding, Parked: false);
    }

    /// <summary>Runs an attempt, and those that ask again, in one opening of the thread.</summary>
    private async Task<TurnResult> AttemptAsync(EventPen pen, TurnTrace trace, TurnAttempt attempt, bool recovers)
    {
        var closing = Closing(pen, trace);
        var mapper = _opening.Mapper(pen);
        InterruptDesk? desk = null;
        try
        {
            using var held = await _opening.EnterAsync();
            using var used = _services.Contexts.InUse(_lease.Session);
            // What is refused costs no working tree.
            ModelPolicy.Check(_opening.Terms.Policy, _inputs.Model);
            await _early.WaitAsync(async token =>
            {
                await _services.Promise.PassAsync(_opening.Terms.Policy, token);
                return true;
            });
            await _early.WaitAsync(async token =>
            {
                await _services.Contexts.PrepareAsync(_lease.Session, token);
                return true;
            });
            var request = _inputs.Map(_opening.Binding?.ThreadId);
            request = attempt.Text is { } text ? request.Saying(text) : request;
            var folder = request.Directory ?? _roots.Root;
            var (opened, ready) = await _opening.OpenAsync(pen, folder, request, () => _results.Begin(folder, recovers));
            await using var thread = opened;
            request = ready;
            await _early.WaitAsync(_results.BegunAsync);

            trace.Asks(thread.ThreadId, request.Model ?? _services.Model, _run.Request.Message);
            mapper = _opening.Mapper(pen, thread.ThreadId);
            desk = new InterruptDesk(_services, _lease, thread, pen, mapper, trace);
            var clocks = new TurnClocks(_services.Time, Limit, _services.Options.IdleTimeout);
            var submitId = attempt.SubmitId;
            while (true)
            {
                var ending = await PlayAsync(thread, request, submitId, mapper, pen, desk, clocks, trace);
                var next = await closing.CloseAsync(mapper, desk, ending, Limit, RateLimits.Of(thread.Client));
                if (next.Result is { } result)
                {
                    return result;
                }

                (request, submitId) = (request.Saying(next.Again!), TurnAttempt.Id(_run.SubmitId, RecoveryMark.Attempts(pen.Task)));
            }
        }
        catch (OperationCanceledException exception) when (_early.Explains(exception))
        {
            return await EndUnstartedAsync(pen, closing, null);
        }
        catch (Exception exception) when (Failure(exception) is { } failure)
        {
            return await closing.EndAsync(mapper, TurnOutcome.Failed(failure), desk?.WithdrawAll() ?? []);
        }
        finally
        {
            await _results.StopAsync();
        }
    }

    /// <summary>One turn of Codex to its end.</summary>
    private async Task<TurnEnding> PlayAsync(
        OpenThread thread, TurnRequest request, string submitId, TurnEventMapper mapper, EventPen pen, InterruptDesk desk, TurnClocks clocks, TurnTrace trace)
    {
        WorkspaceFolder.Confirm(_roots, request.Directory ?? _roots.Root);
        await using var running = new RunningTurn(thread, _services.Options.StopTimeout, _services.Time) { SubAgents = () => mapper.RunningSubAgents, SubAgentThreads = () => mapper.SubAgentThreads };
        mapper.Continue(await running.StartAsync(request, submitId, _turn.Aborted));
        var steering = new TurnSteering(
            _turn, thread, running, (steer, token) => _inputs.SteerAsync(thread, request.Directory ?? _roots.Root, steer, token), _services.Options.StopTimeout, _services.Time);
        var loop = new TurnLoop(_turn, thread, running, mapper, pen, desk, clocks, trace, steering, _services.Replies, _services.Options, _services.Time, _services.Logger);
        return await loop.RunAsync(_turn.Aborted);
    }

    private TurnClosing Closing(EventPen pen, TurnTrace trace) => new(_services, _command, _turn, _opening, _results, pen, trace);

    private async Task<TurnResult> EndUnstartedAsync(EventPen pen, TurnClosing closing, string? message) =>
        _early.Reason == TurnStop.Park
            ? closing.Parked()
            : await closing.EndAsync(_opening.Mapper(pen), TurnOutcome.Canceled(message), []);

    private TaskError? Failure(Exception exception)
    {
        var error = TurnFailures.Ending(exception, _turn, _services.Logger);
        _services.Audit.Failed(RunnerAudit.Turn, _lease, _run.TaskId, _opening.Binding?.ThreadId, error);
        return error;
    }
}

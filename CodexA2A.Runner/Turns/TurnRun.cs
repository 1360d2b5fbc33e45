using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Approvals;
using CodexA2A.Runner.Recovery;
using CodexA2A.Runner.Telemetry;
using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// One turn from its command to its last event: open the thread, start the turn, run its loop, write how it ended.
/// What goes wrong on the way ends the task with a named failure; only a lost lease or store ends it without a word.
/// </summary>
internal sealed partial class TurnRun(TurnServices services, SessionLease lease, SessionBinding? binding, QueuedCommand command, ActiveTurn turn)
{
    private readonly RunTurn _run = (RunTurn)command.Command;
    private readonly bool _ephemeral = ExecutionSettings.IsEphemeral(((RunTurn)command.Command).Request);
    private readonly TurnInputs _inputs = new(services, lease.Session, (RunTurn)command.Command);
    private readonly TurnResults _results = new(services, lease.Session, (RunTurn)command.Command);
    // A turn for itself alone goes on with nothing, and nothing goes on with it.
    private SessionBinding? _binding = ExecutionSettings.IsEphemeral(((RunTurn)command.Command).Request) ? null : ((RunTurn)command.Command).Binding ?? binding;
    private readonly EarlyStop _early = new(turn);
    private TurnTrace _trace = null!;
    private string? _again;
    private TurnRequest _ready = null!;

    /// <summary>Runs a turn that nobody has begun.</summary>
    public Task<TurnResult> RunAsync() => WithPenAsync(recovers: false, async pen =>
    {
        await pen.CommitAsync([], new WriteEffects { Begun = command.Id }, turn.Aborted);
        return await AttemptAsync(pen, new TurnAttempt(_run.SubmitId, Text: null), recovers: false);
    });

    /// <summary>Settles a turn whose owner was lost, by the table of contracts.md §6.</summary>
    public Task<TurnResult> RecoverAsync() => WithPenAsync(recovers: true, pen => ExpectAsync(pen, async () =>
    {
        using var held = await EnterAsync();
        return await new TurnRecovery(services, lease, _binding, _run, _results, pen, _early).SettleAsync(command.Id, turn.Aborted);
    }));

    private Task<SessionLock> EnterAsync() => _early.WaitAsync(token => services.Gate.EnterAsync(lease.Session, token));

    private async Task<TurnResult> WithPenAsync(bool recovers, Func<EventPen, Task<TurnResult>> run)
    {
        using var trace = _trace = services.Telemetry.Begin(_run, lease, recovers, services.Options.ModelSource);
        await using var writer = await TaskWriter.OpenAsync(
            services.Log, lease, command.Command.TaskId, services.Writing, services.Time, turn.Aborted);
        var pen = new EventPen(writer, services.Options, services.Time);
        if (writer.Current.Status.State.IsTerminal)
        {
            // It was ended while it waited, or its end was stored just before its owner was lost.
            await pen.CommitAsync([], new WriteEffects { Done = command.Id }, turn.Aborted);
            trace.Nothing();
            return new TurnResult(null, Parked: false);
        }

        return await run(pen);
    }

    /// <summary>Recovers, then runs the attempt that recovery wants, if it wants one.</summary>
    private async Task<TurnResult> ExpectAsync(EventPen pen, Func<Task<TurnAttempt?>> settle)
    {
        TurnAttempt? next;
        try
        {
            next = await settle();
        }
        catch (OperationCanceledException exception) when (_early.Explains(exception))
        {
            return await EndUnstartedAsync(pen, "Canceled before it was known how far the turn had come that was cut off.");
        }
        catch (Exception exception) when (Failure(exception) is { } failure)
        {
            return await EndAsync(pen, Mapper(pen), TurnOutcome.Failed(failure), [], RecoveryMark.Of(failure.Code, RecoveryMark.Attempts(pen.Task)));
        }

        if (next is not null)
        {
            return await AttemptAsync(pen, next, recovers: true);
        }

        _trace.Ended(pen.Task, null);
        return new TurnResult(_binding, Parked: false);
    }

    private async Task<TurnResult> AttemptAsync(EventPen pen, TurnAttempt attempt, bool recovers)
    {
        var mapper = Mapper(pen);
        InterruptDesk? desk = null;
        try
        {
            var request = _inputs.Map(_binding?.ThreadId);
            request = attempt.Text is { } text ? request.Saying(text) : request;
            using var held = await EnterAsync();
            var folder = request.Directory ?? services.Workspace;
            await using var thread = await OpenAsync(pen, folder, request);
            request = _ready;
            await _results.BeginAsync(folder, recovers, turn.Aborted);

            _trace.Asks(thread.ThreadId, request.Model ?? services.Model, _run.Request.Message);
            mapper = Mapper(pen, thread.ThreadId);
            desk = new InterruptDesk(services, lease, thread, pen, mapper, _trace);
            var clocks = new TurnClocks(services.Time, TurnLimit(), services.Options.IdleTimeout);
            while (true)
            {
                var ending = await PlayAsync(thread, request, attempt.SubmitId, mapper, pen, desk, clocks);
                if (await FinishAsync(pen, mapper, desk, ending, RateLimits.Of(thread.Client)) is { } result)
                {
                    return result;
                }

                (request, attempt) = (request.Saying(_again!), new TurnAttempt(TurnAttempt.Id(_run.SubmitId, RecoveryMark.Attempts(pen.Task)), _again));
            }
        }
        catch (OperationCanceledException exception) when (_early.Explains(exception))
        {
            return await EndUnstartedAsync(pen, null);
        }
        catch (Exception exception) when (Failure(exception) is { } failure)
        {
            return await EndAsync(pen, mapper, TurnOutcome.Failed(failure), desk?.WithdrawAll() ?? []);
        }
    }

    /// <summary>One turn of Codex to its end.</summary>
    private async Task<TurnEnding> PlayAsync(
        OpenThread thread, TurnRequest request, string submitId, TurnEventMapper mapper, EventPen pen, InterruptDesk desk, TurnClocks clocks)
    {
        await using var running = new RunningTurn(thread, services.Options.StopTimeout, services.Time) { SubAgents = () => mapper.RunningSubAgents };
        mapper.Continue(await running.StartAsync(request, submitId, turn.Aborted));
        var steering = new TurnSteering(
            turn, thread, running, (steer, token) => _inputs.SteerAsync(thread, request.Directory ?? services.Workspace, steer, token), services.Options.StopTimeout, services.Time);
        var loop = new TurnLoop(turn, thread, running, mapper, pen, desk, clocks, _trace, steering, services.Replies, services.Options, services.Time, services.Logger);
        return await loop.RunAsync(turn.Aborted);
    }

    /// <summary>Opens the thread while a cancel can still stop it, and makes the request ready for it (<see cref="_ready"/>).</summary>
    private async Task<OpenThread> OpenAsync(EventPen pen, string folder, TurnRequest request)
    {
        var named = Reachable();
        if (services.Threads.WaitsFor(named, folder) is { } others)
        {
            await NoteAsync(pen, named?.ThreadId ?? "", others, new WriteEffects());
            // Others run meanwhile; it takes its place back without waiting, as after a question.
            turn.Place.Rest(true);
        }

        OpenThread thread;
        try
        {
            thread = await _early.WaitAsync(token => services.Threads.OpenAsync(named, mustExist: false, folder, token, _ephemeral));
        }
        finally
        {
            turn.Place.Rest(false);
        }

        try
        {
            await services.Models.CheckAsync(thread.Client, request, turn.Aborted);
            _ready = await _inputs.ReadyAsync(thread, request, turn.Aborted);
            await BindAsync(pen, thread);
            return thread;
        }
        catch
        {
            await thread.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stores the thread that the session goes on in, if it is another than before; Codex hears of the turn only then.</summary>
    private async Task BindAsync(EventPen pen, OpenThread thread)
    {
        if (thread.Origin == ThreadOrigin.Ephemeral)
        {
            return;
        }

        var isNew = thread.Origin is ThreadOrigin.New or ThreadOrigin.Replaced;
        var note = isNew && _binding is not null ? "Codex no longer has the earlier conversation of this context; this turn starts a new one." : null;
        _binding = isNew ? new SessionBinding(thread.ThreadId, services.Home.Identity.Home) : _binding;
        if (_binding != binding)
        {
            await NoteAsync(pen, thread.ThreadId, note, new WriteEffects { Binding = _binding });
        }
    }

    private ValueTask NoteAsync(EventPen pen, string threadId, string? text, WriteEffects effects)
    {
        IReadOnlyList<MappedEvent> note = text is null ? [] : Mapper(pen, threadId).Note(text, null, services.Time.GetUtcNow());
        return pen.CommitAsync([.. note.Select(mapped => mapped.Event)], effects, turn.Aborted);
    }

    /// <summary>The session's thread if it is in our home. One of another home was lost with its runner: a new one takes its place.</summary>
    private SessionBinding? Reachable()
    {
        if (_binding is null || _binding.Home == services.Home.Identity.Home)
        {
            return _binding;
        }

        return !_binding.Explicit
            ? null
            : throw new ThreadUnusableException(ThreadUnusableException.Unreachable, "The thread that this context names is in the home of a runner that is gone.");
    }

    private async Task<TurnResult> EndUnstartedAsync(EventPen pen, string? message) =>
        _early.Reason == TurnStop.Park
            ? Parked()
            : await EndAsync(pen, Mapper(pen), TurnOutcome.Canceled(message), []);

    /// <summary>Ends the task, or leaves it to the next owner; null when Codex is asked once more (<see cref="_again"/>).</summary>
    private async Task<TurnResult?> FinishAsync(EventPen pen, TurnEventMapper mapper, InterruptDesk desk, TurnEnding ending, JsonObject? limits)
    {
        if (TurnVerdict.Of(ending, desk.EndRequested, TurnLimit(), services.Options) is { } outcome)
        {
            var verdict = _results.Judge(mapper, pen.Task, outcome, mayRetry: ending.Stop is TurnStop.None or TurnStop.Park);
            if (verdict.RetryText is null)
            {
                return await EndAsync(pen, mapper, verdict.Outcome, desk.WithdrawAll(), Joined(verdict.Codex, limits), verdict.Events);
            }

            if (ending.Stop == TurnStop.None)
            {
                _again = verdict.RetryText;
                await AskAgainAsync(pen, mapper, verdict);
                return null;
            }

            // The next owner finds the whole turn in Codex's history, and asks again.
        }

        IReadOnlyList<MappedEvent> note = InterruptStatuses.Void(pen.Task) is { } shared
            ? mapper.Note("The service stops, so the question is void; it will be asked again.", codex: null, services.Time.GetUtcNow(), shared)
            : [];
        await pen.CommitAsync([.. note.Select(mapped => mapped.Event)], new WriteEffects { Closed = desk.WithdrawAll() }, turn.Aborted);
        return Parked();
    }

    /// <summary>Says that Codex is asked once more: what stands in the task tells a next owner which turn is looked for.</summary>
    private async Task AskAgainAsync(EventPen pen, TurnEventMapper mapper, AnswerVerdict verdict)
    {
        var codex = Joined(RecoveryMark.Of("STRUCTURED_OUTPUT_RETRY", RecoveryMark.Attempts(pen.Task) + 1), verdict.Codex);
        var note = mapper.Note("The answer does not fit the schema of the request; Codex is asked once more.", codex, services.Time.GetUtcNow());
        await pen.CommitAsync([.. note.Select(mapped => mapped.Event)], new WriteEffects(), turn.Aborted);
    }

    private static JsonObject? Joined(JsonObject? first, JsonObject? second)
    {
        if (first is null || second is null)
        {
            return first ?? second;
        }

        foreach (var (name, value) in second)
        {
            first[name] = value?.DeepClone();
        }

        return first;
    }

    private TurnResult Parked()
    {
        _trace.Parked();
        return new TurnResult(_binding, Parked: true);
    }

    private async Task<TurnResult> EndAsync(
        EventPen pen,
        TurnEventMapper mapper,
        TurnOutcome outcome,
        IReadOnlyList<InterruptClosing> closed,
        JsonObject? codex = null,
        IReadOnlyList<MappedEvent>? results = null)
    {
        var patch = await _results.PatchAsync(mapper, turn.Aborted);
        var events = mapper.Finish(outcome, services.Time.GetUtcNow(), codex);
        await pen.CommitAsync([.. (results ?? []).Concat(patch).Concat(events).Select(mapped => mapped.Event)], new WriteEffects { Done = command.Id, Closed = closed }, turn.Aborted);
        _results.Done();
        _trace.Ended(pen.Task, mapper.Tokens);
        return new TurnResult(_binding, Parked: false);
    }

    private TaskError? Failure(Exception exception)
    {
        if (exception is LeaseLostException or SeamUnavailableException || (exception is OperationCanceledException && turn.Aborted.IsCancellationRequested))
        {
            return null;
        }

        if (TurnFailures.From(exception) is { } known)
        {
            LogFailed(_run.TaskId, known.Code, (exception as ThreadUnusableException)?.InnerException?.Message ?? known.Message);
            return known;
        }

        LogUnexpected(exception, _run.TaskId);
        return TurnFailures.Internal;
    }

    private TimeSpan TurnLimit() => _run.Blocking ? services.Options.BlockingTurnTimeout ?? services.Options.TurnTimeout : services.Options.TurnTimeout;

    private TurnIdentity Identity(string threadId) => services.Identity(_run, lease.ContextId, threadId);

    private TurnEventMapper Mapper(EventPen pen) => Mapper(pen, _binding?.ThreadId ?? "");

    private TurnEventMapper Mapper(EventPen pen, string threadId) => new(Identity(threadId), pen.Task);

    private void LogFailed(string taskId, string code, string message) => LogTurnFailed(services.Logger, taskId, code, message);

    private void LogUnexpected(Exception exception, string taskId) => LogTurnBroke(services.Logger, exception, taskId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {TaskId} failed with {Code}: {Reason}")]
    private static partial void LogTurnFailed(ILogger logger, string taskId, string code, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {TaskId} failed unexpectedly.")]
    private static partial void LogTurnBroke(ILogger logger, Exception exception, string taskId);
}

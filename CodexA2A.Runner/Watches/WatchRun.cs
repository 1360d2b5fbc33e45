using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Watches;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Watches;

/// <summary>
/// One watch from its command to its end: what Codex tells of the owner's threads, or of what can be used, becomes events of the task
/// (0021-watches-are-tasks.md). It ends when its owner releases it, when nobody has read it for some time, and with its runner.
/// </summary>
internal sealed partial class WatchRun(WatchServices services, SessionLease lease, QueuedCommand command, ActiveTurn turn)
{
    private const string Released = "explicit_release";
    private const string Idle = "idle_expired";
    private const string Stopped = "runner_stopped";
    private const string Lost = "restart_reconcile";

    private static readonly TaskError Limit = new("WATCH_LIMIT", $"This runner has {WatchServices.Most} watches already. Release one, or try again later.") { Retryable = true };

    private static readonly TaskError Gone = new("WATCH_LOST", "The runner that had this watch has stopped, and what happened since is not known. Begin another watch.") { Retryable = true };

    private readonly WatchTarget _target = ((RunTurn)command.Command).Watch!;
    private readonly TurnServices _turns = services.Turns;

    /// <summary>Runs a watch that nobody has begun.</summary>
    public Task<TurnResult> RunAsync() => WithWriterAsync(async (writer, events) =>
    {
        if (!services.TryEnter())
        {
            return await EndAsync(writer, events, TurnOutcome.Failed(Limit), "limit");
        }

        try
        {
            // Before it says that it has begun: who waits for that misses nothing that comes after.
            using var news = services.News.Listen(turn.Signal.Set);
            var threads = await BeforeAsync(news);
            await writer.CommitAsync([events.Begun(_turns.Time.GetUtcNow())], new WriteEffects { Begun = command.Id }, turn.Aborted);
            // It costs next to nothing: turns have its place.
            turn.Place.Rest(true);
            LogBegun(services.Logger, command.Command.TaskId, _target.Kind);
            var (outcome, reason) = await WatchAsync(news, threads, writer, events);
            return await EndAsync(writer, events, outcome, reason);
        }
        finally
        {
            services.Leave();
        }
    });

    /// <summary>Ends a watch whose runner was lost.</summary>
    public Task<TurnResult> RecoverAsync() => WithWriterAsync((writer, events) => EndAsync(writer, events, TurnOutcome.Failed(Gone), Lost));

    private async Task<TurnResult> WithWriterAsync(Func<TaskWriter, WatchEvents, Task<TurnResult>> run)
    {
        await using var writer = await TaskWriter.OpenAsync(_turns.Log, lease, command.Command.TaskId, _turns.Writing, _turns.Time, turn.Aborted);
        if (writer.Current.Status.State.IsTerminal)
        {
            await writer.CommitAsync([], new WriteEffects { Done = command.Id }, turn.Aborted);
            return new TurnResult(null, Parked: false);
        }

        return await run(writer, new WatchEvents(writer.TaskId, writer.ContextId, _target, writer.Current));
    }

    private async Task<WatchedThreads> BeforeAsync(NewsListener news)
    {
        var threads = new WatchedThreads(_turns.Queue, lease.Owner, _target.ThreadIds);
        foreach (var unused in news.Unused)
        {
            if (WatchedEvent.Read(unused, _turns.Workspace) is { } begun)
            {
                await threads.HoldAsync(begun, turn.Aborted);
            }
        }

        return threads;
    }

    private async Task<(TurnOutcome Outcome, string Reason)> WatchAsync(NewsListener news, WatchedThreads threads, TaskWriter writer, WatchEvents events)
    {
        await using var alarm = new TurnAlarm(_turns.Time, turn.Signal);
        await using var aborted = turn.Signal.SetOn(turn.Aborted);
        var read = _turns.Time.GetTimestamp();
        while (turn.Early.TryDequeue(out var early))
        {
            await _turns.Replies.RefuseAsync(early, "the task is a watch.");
        }

        while (true)
        {
            turn.Aborted.ThrowIfCancellationRequested();
            while (news.TryRead(out var notification))
            {
                await TellAsync(notification, threads, writer, events);
            }

            if (news.TakeMissed() is > 0 and var missed)
            {
                await writer.WriteAsync(events.Told(WatchedEvent.Missed(missed)), turn.Aborted);
            }

            while (turn.Inbox.TryRead(out var input))
            {
                switch (input)
                {
                    case TurnInput.Command { Value: CancelTurn }:
                        return (TurnOutcome.Canceled(), Released);
                    case TurnInput.Park or TurnInput.Drain:
                        return (TurnOutcome.Failed(Gone), Stopped);
                    case TurnInput.Command { Value: SteerTurn steer }:
                        await _turns.Replies.RefuseAsync(steer, "the task is a watch.");
                        break;
                    case TurnInput.Command { Value: KeepWatch }:
                        read = _turns.Time.GetTimestamp();
                        break;
                }
            }

            var left = _target.Idle - _turns.Time.GetElapsedTime(read);
            if (left <= TimeSpan.Zero)
            {
                return (TurnOutcome.Completed, Idle);
            }

            alarm.Within(left);
            await turn.Signal.WaitAsync();
        }
    }

    private async Task TellAsync(Notification notification, WatchedThreads threads, TaskWriter writer, WatchEvents events)
    {
        if (WatchedEvent.Read(notification, _turns.Workspace) is not { } heard)
        {
            return;
        }

        foreach (var e in await threads.TakeAsync(heard, turn.Aborted))
        {
            if (_target.Events.Contains(e.Name))
            {
                await writer.WriteAsync(events.Told(e.Data), turn.Aborted);
            }
        }
    }

    private async Task<TurnResult> EndAsync(TaskWriter writer, WatchEvents events, TurnOutcome outcome, string reason)
    {
        await writer.CommitAsync(events.Ended(outcome, reason, _turns.Time.GetUtcNow()), new WriteEffects { Done = command.Id }, turn.Aborted);
        LogEnded(services.Logger, command.Command.TaskId, reason);
        return new TurnResult(null, Parked: false);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Task {TaskId} watches: {Kind}")]
    private static partial void LogBegun(ILogger logger, string taskId, string kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "Watch {TaskId} ended: {Reason}")]
    private static partial void LogEnded(ILogger logger, string taskId, string reason);
}

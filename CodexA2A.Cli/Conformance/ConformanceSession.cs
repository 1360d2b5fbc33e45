using CodexA2A.Tasks;

namespace CodexA2A.Cli.Conformance;

/// <summary>
/// Plays the turns of one session under its lease, each in one step. A task that waits for its client holds up no other one: its
/// turn is done, and only its question is left.
/// </summary>
internal sealed class ConformanceSession(SessionLease lease, ITurnQueue queue, ITaskLog log, ISessionForgetting forgetting, SeamOptions seam, TimeProvider time)
{
    private static readonly TimeSpan QuestionTime = TimeSpan.FromHours(1);

    private readonly Dictionary<string, string> _taskOfQuestion = new(StringComparer.Ordinal);

    /// <summary>The lease.</summary>
    public SessionLease Lease => lease;

    /// <summary>Runs until the session has neither work nor a question, or the lease is lost.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var commands = queue.ReadCommandsAsync(lease, lease.Cursor, stopping).GetAsyncEnumerator(stopping);
        while (true)
        {
            if ((_taskOfQuestion.Count == 0 && await queue.ReleaseAsync(lease, drain: false, stopping))
                || !await commands.MoveNextAsync()
                || !await TakeAsync(commands.Current, stopping))
            {
                return;
            }
        }
    }

    // False when the session is gone.
    private async Task<bool> TakeAsync(QueuedCommand queued, CancellationToken stopping)
    {
        if (queued.Command is ForgetSession forget)
        {
            return await forgetting.ForgetAsync(lease, queued.Id, forget, ForgottenThreads.None, stopping) == ForgetOutcome.GoesOn;
        }

        var taskId = queued.Command.TaskId;
        await using var writer = await TaskWriter.OpenAsync(
            log, lease, taskId, TaskWriterOptions.From(seam) with { Stamp = StreamStamp.Apply }, time, stopping);
        var (steps, said, closed) = writer.Current.Status.State.IsTerminal ? ([], null, []) : Read(queued.Command);
        var now = time.GetUtcNow();
        var asked = steps.Any(step => step.State == TaskState.InputRequired) ? ConformanceEvents.Ask(lease, taskId, now, QuestionTime) : null;
        var events = new ConformanceEvents(taskId, lease.ContextId, now);
        await writer.CommitAsync(
            [.. said is null ? (StreamResponse[])[] : [events.Answered(said)], .. steps.Select(step => events.Of(step, asked))],
            new WriteEffects
            {
                Begun = queued.Command is RunTurn ? queued.Id : null,
                Done = queued.Id,
                Opened = asked is null ? [] : [asked],
                Closed = closed,
            },
            stopping);
        foreach (var closing in closed)
        {
            _taskOfQuestion.Remove(closing.InterruptId);
        }

        if (asked is not null)
        {
            _taskOfQuestion.Add(asked.Id, taskId);
        }

        return true;
    }

    private (IReadOnlyList<ConformanceStep> Steps, Message? Said, IReadOnlyList<InterruptClosing> Closed) Read(TurnCommand command) => command switch
    {
        RunTurn run => (ConformanceScript.Turn(run.Request.Message.MessageId), null, []),
        AnswerInterrupt answer when _taskOfQuestion.ContainsKey(answer.InterruptId) =>
            (ConformanceScript.Answer(answer.Message?.MessageId), answer.Message, [new(answer.InterruptId, InterruptStatus.Answered)]),
        ExpireInterrupt expired when _taskOfQuestion.ContainsKey(expired.InterruptId) =>
            (ConformanceScript.Answer(null), null, [new(expired.InterruptId, InterruptStatus.Expired)]),
        CancelTurn cancel => (
            [new ConformanceStep { State = TaskState.Canceled }], null,
            [.. _taskOfQuestion.Where(question => question.Value == cancel.TaskId).Select(question => new InterruptClosing(question.Key, InterruptStatus.Withdrawn))]),
        _ => ([], null, []),
    };
}

using System.Runtime.CompilerServices;
using CodexA2A.Api.Extensions;
using CodexA2A.Api.Handling.Output;
using CodexA2A.Api.Hosting;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Handling;

/// <summary>
/// SendStreamingMessage (A2A 1.0, 3.1.2): the Task, then its events, to the end or to the next question; with
/// interactive-interrupt activated it stays open across questions (contracts.md §5).
/// </summary>
internal sealed class SendStreamingMessageOperation(MessageIntake intake, DirectAnswers direct, ITaskLog log, TaskWait wait, IOptions<A2AOptions> options)
{
    public async Task<EventStream> OpenAsync(CallContext context, SendMessageRequest request, CancellationToken cancellationToken)
    {
        var accepted = await intake.AcceptAsync(context, request, blocking: false, cancellationToken);
        var interactive = KnownExtensions.InteractiveInterrupt.IsIn(context.Extensions)
            || KnownExtensions.InteractiveInterrupt.IsIn(request.Message.Extensions);
        var shown = new Shown(interactive, request.Configuration?.HistoryLength);
        var batches = accepted switch
        {
            { AnsweredAt: { } position } => AnsweredAsync(context.Owner, accepted.TaskId, position, shown, CancellationToken.None),
            { Steered: true } => AsItIsAsync(context.Owner, accepted.TaskId, shown, asksAnew: true, CancellationToken.None),
            { Repeated: true } => RepeatedAsync(context.Owner, accepted.TaskId, shown, CancellationToken.None),
            _ => SubmittedAsync(context.Owner, accepted, shown, CancellationToken.None),
        };
        if (direct.ArePossible && accepted is { AnsweredAt: null, Steered: false }) batches = DirectOrAsync(context.Owner, accepted.TaskId, batches, CancellationToken.None);
        // A task looks as its first message asked for, also to whoever sends a later one.
        var modes = accepted is { AnsweredAt: null, Steered: false, Repeated: false }
            ? OutputModes.Of(request.Configuration)
            : await OutputDowngrade.OfTaskAsync(log, context.Owner, accepted.TaskId, cancellationToken);
        return OutputDowngrade.Apply(modes, new EventStream(batches, Accepted: accepted.TaskId));
    }

    /// <summary>The Message that the agent answers with and nothing else, or what comes without one.</summary>
    private async IAsyncEnumerable<IReadOnlyList<StreamItem>> DirectOrAsync(
        Owner owner, string taskId, IAsyncEnumerable<IReadOnlyList<StreamItem>> otherwise, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await direct.FindAsync(owner, taskId, cancellationToken) is { } message)
        {
            yield return [message];
            yield break;
        }

        await foreach (var items in otherwise.WithCancellation(cancellationToken))
        {
            yield return items;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<StreamItem>> SubmittedAsync(
        Owner owner, Intake accepted, Shown shown, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = true;
        await foreach (var batch in log.FollowAsync(owner, accepted.TaskId, EventId.None, cancellationToken))
        {
            var items = EventBatch.ForClients(batch, closesOnQuestion: !shown.Interactive, out var closes);
            if (first && items.Count > 0)
            {
                first = false;
                if (!accepted.NewContext && batch is [{ Id: var id }] && id == EventId.First)
                {
                    items = await WithQueuePositionAsync(owner, accepted.TaskId, items, shown, cancellationToken);
                }

                items = [TaskView.WithHistory(items[0], shown.HistoryLength), .. items.Skip(1)];
            }

            if (items.Count > 0) yield return items;
            if (closes) yield break;
        }
    }

    /// <summary>
    /// What the first send's stream showed, from the task's first event on, or the Task in place of what the log has no more. A
    /// question in what is replayed closes the stream only where it is still open: the others were answered since.
    /// </summary>
    private async IAsyncEnumerable<IReadOnlyList<StreamItem>> RepeatedAsync(
        Owner owner, string taskId, Shown shown, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var read = TaskGuards.Found(await log.ReadAsync(owner, taskId, cancellationToken), taskId);
        var asks = !shown.Interactive && read.State == TaskState.InputRequired;
        var first = true;
        await foreach (var batch in log.FollowAsync(owner, taskId, EventId.None, cancellationToken))
        {
            var known = batch.TakeWhile(item => item.Id <= read.Last).ToArray();
            // A reader that fell behind may be given a Task from beyond.
            var closes = asks && known is [.., { Id: var id }] && id >= read.Last;
            var items = EventBatch.ForClients(known, closesOnQuestion: false, out _);
            if (closes && items.Count > 0) items = [.. items.SkipLast(1), items[^1] with { Closes = true }];
            if (!closes && known.Length < batch.Count)
            {
                items = [.. items, .. EventBatch.ForClients([.. batch.Skip(known.Length)], closesOnQuestion: !shown.Interactive, out closes)];
            }

            if (first && items.Count > 0)
            {
                first = false;
                items = [TaskView.WithHistory(items[0], shown.HistoryLength), .. items.Skip(1)];
            }

            if (items.Count > 0) yield return items;
            if (closes) yield break;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<StreamItem>> AnsweredAsync(
        Owner owner, string taskId, EventId position, Shown shown, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Without a new status the old question is still shown; that one is answered and closes nothing.
        var moved = await wait.ForAsync(owner, taskId, position, _ => true, options.Value.AnswerWait, cancellationToken);
        await foreach (var items in AsItIsAsync(owner, taskId, shown, asksAnew: moved, cancellationToken))
        {
            yield return items;
        }
    }

    /// <summary>The Task as it is now, then its events.</summary>
    /// <param name="owner">Whose task it is.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="shown">How it is shown.</param>
    /// <param name="asksAnew">True when a question that the Task shows waits for an answer, and so ends the stream.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    private async IAsyncEnumerable<IReadOnlyList<StreamItem>> AsItIsAsync(
        Owner owner, string taskId, Shown shown, bool asksAnew, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var read = TaskGuards.Found(await log.ReadAsync(owner, taskId, cancellationToken), taskId);
        yield return [TaskView.AsEvent(read, shown.HistoryLength)];
        if (asksAnew && !shown.Interactive && read.State == TaskState.InputRequired) yield break;
        await foreach (var batch in log.FollowAsync(owner, taskId, read.Last, cancellationToken))
        {
            var items = EventBatch.ForClients(batch, closesOnQuestion: !shown.Interactive, out var closes);
            if (items.Count > 0) yield return items;
            if (closes) yield break;
        }
    }

    /// <summary>The Task event itself never changes; a reader that has to wait is told so in its copy.</summary>
    private async Task<IReadOnlyList<StreamItem>> WithQueuePositionAsync(
        Owner owner, string taskId, IReadOnlyList<StreamItem> items, Shown shown, CancellationToken cancellationToken)
    {
        var read = await log.ReadAsync(owner, taskId, cancellationToken);
        return read is { QueuePosition: > 0 } && read.Last == EventId.First
            ? [items[0] with { Payload = Payload.AsTask(TaskView.Render(read, shown.HistoryLength)) }]
            : items;
    }

    /// <summary>What the sender wants to see.</summary>
    /// <param name="Interactive">True when the stream stays open across questions.</param>
    /// <param name="HistoryLength">How many of the newest messages the Task shows that comes first; null for all.</param>
    private sealed record Shown(bool Interactive, int? HistoryLength);
}

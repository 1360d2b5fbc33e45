using CodexA2A.Api.Access;
using CodexA2A.Api.Audit;
using CodexA2A.Api.Extensions;
using CodexA2A.Api.Handling.Output;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Limits;
using CodexA2A.Api.Outbound;
using CodexA2A.Api.Push;
using CodexA2A.Api.Telemetry;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Handling;

/// <summary>What became of an accepted message.</summary>
/// <param name="TaskId">The task it began or continued.</param>
/// <param name="AnsweredAt">Where the log stood when the message answered a question; null when it began a turn.</param>
/// <param name="NewContext">True when the context was made for it, so that nothing can come before it.</param>
/// <param name="Repeated">True when an earlier send of the same with the same key had begun the task, which may be anywhere by now.</param>
/// <param name="Steered">True when the message joined the task's running turn.</param>
internal sealed record Intake(string TaskId, EventId? AnsweredAt = null, bool NewContext = false, bool Repeated = false, bool Steered = false);

/// <summary>Takes a message in: checks it, then submits a turn, answers a question or joins a running turn. Both sends share it.</summary>
internal sealed partial class MessageIntake(
    ITaskLog log, ITurnQueue queue, Steering steering, InlineWebhooks webhooks, ImageFetcher images, IEnumerable<RequestPolicy> policies, IOptions<A2AOptions> options, TimeProvider time)
{
    /// <summary>
    /// Stores what the message asks for; from then on it happens whatever becomes of the caller's connection. The store itself is
    /// waited for to the end: whoever gave up there could not say whether there is a turn.
    /// </summary>
    /// <param name="context">The call.</param>
    /// <param name="request">The message.</param>
    /// <param name="blocking">Whether somebody waits for the end.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    /// <param name="review">What to review in place of answering the message.</param>
    /// <exception cref="A2AException">The message is refused, and nothing has changed.</exception>
    public async Task<Intake> AcceptAsync(
        CallContext context, SendMessageRequest request, bool blocking, CancellationToken cancellationToken, ReviewTarget? review = null)
    {
        if (context.LastEventId is not null)
        {
            throw A2AException.InvalidParams(Headers.LastEventId, $"is not taken by a send, which would be a second turn; use {Methods.SubscribeToTask} to go on with a task");
        }

        ExtensionNegotiation.CheckRequired(context.Extensions, options.Value.RequiredExtensions);
        MessageGuards.Check(context.Owner, request, options.Value);
        var busy = WhenBusyReader.Of(request);
        if (busy == WhenBusy.Steer) context.Require(Capability.Control);
        if (Metadata.Text(request, Metadata.InterruptRequestId) is not null) context.Require(Capability.Answer);
        var fingerprint = context.IdempotencyKey is null ? null : RequestFingerprint.Of(request);
        (request, var webhook) = webhooks.Take(context, request);
        foreach (var policy in policies)
        {
            await policy(context.Owner, request, cancellationToken);
        }

        request = request with { Message = request.Message with { Parts = await images.FetchAsync(context.Owner, request.Message.Parts, cancellationToken) } };
        var thread = await NamedThread.FindAsync(queue, context.Owner, request, cancellationToken);
        var message = new Accepting(context, request, thread, webhook, fingerprint, blocking, busy, review);
        var taken = !string.IsNullOrEmpty(request.Message.TaskId) ? await AnswerAsync(message, request.Message.TaskId, cancellationToken)
            : message.Busy == WhenBusy.Steer ? await JoinContextAsync(message, cancellationToken)
            : await SubmitAsync(message);
        CallNote.Current?.Accepted();
        return taken;
    }

    private async Task<Intake> SubmitAsync(Accepting accepting)
    {
        var (context, request, thread, webhook, fingerprint, blocking, busy, review) = accepting;
        var ids = SubmitIds.Create(context.Owner, context.IdempotencyKey);
        var isNew = string.IsNullOrEmpty(request.Message.ContextId);
        var contextId = isNew ? ids.NewContextId : request.Message.ContextId!;
        var partition = SessionId.Create(context.Owner, contextId).Partition(queue.Partitions);
        var taskId = TaskIds.New(partition, time);
        var now = time.GetUtcNow();
        var message = request.Message with { ContextId = contextId, TaskId = taskId };
        var outcome = await queue.SubmitAsync(
            new TurnSubmission(
                context.Owner,
                contextId,
                new AgentTask
                {
                    Id = taskId,
                    ContextId = contextId,
                    Status = new TaskStatus { State = TaskState.Submitted, Timestamp = now },
                    History = [message],
                    Metadata = OutputModes.Of(request.Configuration)?.ToMetadata(),
                },
                new RunTurn
                {
                    TaskId = taskId,
                    Owner = context.Owner,
                    TraceParent = context.TraceParent,
                    TraceState = context.TraceState,
                    SubmitId = ids.SubmitId,
                    Request = request with { Message = message },
                    Binding = thread,
                    AcceptedAt = now,
                    Blocking = blocking,
                    Review = review,
                    Schema = review is null ? 1 : 2,
                })
            {
                // In one step with the look: of two at once, one is refused.
                MaxQueued = busy == WhenBusy.Reject ? 1 : options.Value.MaxQueuedTurns,
                MaxOfOwner = options.Value.MaxTurnsPerPrincipal,
                IsNewId = context.IdempotencyKey is null,
                Fingerprint = fingerprint,
                Webhook = webhook,
            },
            CancellationToken.None);
        switch (outcome.Status)
        {
            case SubmitStatus.QueueFull when busy == WhenBusy.Reject:
                throw A2AException.UnsupportedOperation(
                    "The context is at work, and metadata.codex.when_busy says to refuse the message then; wait for the end of its turn, or leave that out.", "TASK_BUSY");
            case SubmitStatus.QueueFull:
                throw new A2AException(A2AErrorCode.UnsupportedOperation, $"The context has {options.Value.MaxQueuedTurns} unfinished turns and takes no more; wait for one to end, or cancel one.") { Reason = "QUEUE_FULL" };
            case SubmitStatus.OwnerFull:
                throw LimitErrors.Turns(options.Value.MaxTurnsPerPrincipal);
            case SubmitStatus.Duplicate when outcome.ContextId != contextId:
                throw A2AException.InvalidParams(Headers.IdempotencyKey, "was used before, for a message of another context");
            case SubmitStatus.Duplicate when outcome.AnsweredAt is not null || !outcome.IsOf(fingerprint):
                throw KeyOfAnotherMessage();
            default:
                var repeated = outcome.Status == SubmitStatus.Duplicate;
                if (webhook is not null) webhooks.Stored();
                ApiTelemetry.About(outcome.TaskId, outcome.ContextId);
                return new Intake(outcome.TaskId, NewContext: isNew && !repeated, Repeated: repeated);
        }
    }

    private async Task<Intake> AnswerAsync(Accepting accepting, string taskId, CancellationToken cancellationToken)
    {
        var (context, request, _, webhook, fingerprint, _, busy, _) = accepting;
        var read = TaskGuards.Found(await log.ReadAsync(context.Owner, taskId, cancellationToken), taskId);
        TaskGuards.SameContext(request.Message, read);
        var submitId = context.IdempotencyKey is null ? null : SubmitIds.Create(context.Owner, context.IdempotencyKey).SubmitId;
        if (busy == WhenBusy.Queue && read.State is TaskState.Submitted or TaskState.Working) return await SubmitAsync(accepting.In(read.Snapshot.ContextId));
        if (submitId is not null && await queue.FindSubmitAsync(context.Owner, submitId, cancellationToken) is { } earlier)
        {
            // Whatever the task is by now: the same send has its answer, which is the task that it made or joined.
            if (busy == WhenBusy.Queue && earlier.AnsweredAt is null) return await SubmitAsync(accepting.In(read.Snapshot.ContextId));
            if (busy == WhenBusy.Steer && earlier.AnsweredAt is not null && read.Interrupts.Count == 0) return await JoinAsync(accepting, read, cancellationToken);

            // The answer was taken then; whatever came of it since, this is the answer to the same send.
            return earlier.AnsweredAt is { } position && earlier.TaskId == taskId && earlier.IsOf(fingerprint) ? new Intake(taskId, position, false) : throw KeyOfAnotherMessage();
        }

        TaskGuards.TakesMessages(read);
        var requestId = Metadata.Text(request, Metadata.InterruptRequestId);
        if (requestId is null && read.Interrupts.Count == 0)
        {
            return busy == WhenBusy.Steer ? await JoinAsync(accepting, read, cancellationToken) : throw A2AException.TaskBusy(taskId);
        }

        context.Require(Capability.Answer);
        var interrupt = requestId is null
            ? InterruptChoice.Only(read.Interrupts)
            : InterruptChoice.Named(requestId, await queue.GetInterruptAsync(context.Owner, requestId, cancellationToken), read);
        var reply = InterruptAnswer.Read(interrupt, request.Message);
        CallNote.Current?.Answers(interrupt, reply);
        webhook = await webhooks.NewAsync(context.Owner, taskId, webhook, cancellationToken);
        var message = request.Message with { ContextId = read.Snapshot.ContextId, TaskId = taskId };
        var outcome = await queue.AnswerAsync(
            new AnswerSubmission(context.Owner, interrupt.Id, reply)
            {
                Message = interrupt.Secret ? InterruptAnswer.WithoutText(message) : message,
                SubmitId = submitId,
                // A hash of few possible answers would tell the secret one.
                Fingerprint = interrupt.Secret ? null : fingerprint,
                TraceParent = context.TraceParent,
            },
            CancellationToken.None);
        InterruptErrors.ThrowUnlessTaken(interrupt.Id, outcome);
        await webhooks.PutAsync(context.Owner, taskId, webhook);
        return new Intake(taskId, AnsweredAt: outcome.Position);
    }

    /// <summary>An Idempotency-Key names two requests.</summary>
    public static A2AException KeyOfAnotherMessage() => A2AException.InvalidParams(Headers.IdempotencyKey, "was used before, for another request; a key is for one request and its repeats");
}

using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>Messages that join a running turn.</summary>
internal sealed partial class MessageIntake
{
    /// <summary>A message of a context: into its running turn, or as one of its own when none runs.</summary>
    private async Task<Intake> JoinContextAsync(Accepting accepting, CancellationToken cancellationToken)
    {
        var (owner, contextId) = (accepting.Context.Owner, accepting.Request.Message.ContextId);
        if (string.IsNullOrEmpty(contextId)) return await SubmitAsync(accepting);
        if (accepting.Context.IdempotencyKey is { } key
            && await queue.FindSubmitAsync(owner, SubmitIds.Create(owner, key).SubmitId, cancellationToken) is { } earlier)
        {
            // What the same send did before counts, not what runs now.
            return earlier.AnsweredAt is null || earlier.ContextId != contextId ? await SubmitAsync(accepting)
                : await JoinAsync(accepting, TaskGuards.Found(await log.ReadAsync(owner, earlier.TaskId, cancellationToken), earlier.TaskId), cancellationToken);
        }

        return await steering.FindRunningAsync(owner, contextId, cancellationToken) is { } running
            && await log.ReadAsync(owner, running, cancellationToken) is { State.IsTerminal: false } read
            ? await JoinAsync(accepting, read, cancellationToken)
            : await SubmitAsync(accepting);
    }

    private async Task<Intake> JoinAsync(Accepting accepting, TaskRead read, CancellationToken cancellationToken)
    {
        var (context, request, thread, webhook, fingerprint, _, _, _) = accepting;
        var taskId = read.Snapshot.TaskId;
        WhenBusyReader.CheckSteer(request);
        var submitId = SubmitIds.Create(context.Owner, context.IdempotencyKey).SubmitId;
        if (context.IdempotencyKey is not null
            && await queue.FindSubmitAsync(context.Owner, submitId, cancellationToken) is { } earlier && Steering.Has(read, request.Message))
        {
            return Joined(earlier, taskId, fingerprint);
        }

        webhook = await webhooks.NewAsync(context.Owner, taskId, webhook, cancellationToken);
        await steering.SteerAsync(
            new SteerTurn
            {
                TaskId = taskId,
                Owner = context.Owner,
                TraceParent = context.TraceParent,
                TraceState = context.TraceState,
                SubmitId = submitId,
                Message = request.Message with { ContextId = read.Snapshot.ContextId, TaskId = taskId },
                ThreadId = thread?.ThreadId,
                SeenEpoch = read.Last.Epoch,
                SeenAt = read.Last,
                IsKept = context.IdempotencyKey is not null,
                Fingerprint = fingerprint,
            },
            cancellationToken);
        await webhooks.PutAsync(context.Owner, taskId, webhook);
        return new Intake(taskId, Steered: true);
    }

    private static Intake Joined(SubmitOutcome earlier, string taskId, string? fingerprint) =>
        earlier.TaskId == taskId && earlier.AnsweredAt is not null && earlier.IsOf(fingerprint) ? new Intake(taskId, Steered: true) : throw KeyOfAnotherMessage();

    /// <summary>A message that passed all checks, and how it came.</summary>
    private sealed record Accepting(
        CallContext Context, SendMessageRequest Request, SessionBinding? Thread, Webhook? Webhook, string? Fingerprint, bool Blocking, WhenBusy Busy, ReviewTarget? Review)
    {
        /// <summary>The same as a message of a context.</summary>
        public Accepting In(string contextId) =>
            this with { Request = Request with { Message = Request.Message with { TaskId = null, ContextId = contextId } } };
    }
}

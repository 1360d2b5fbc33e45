using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>Stores a task and its turn, once for each submit id.</summary>
internal sealed class SubmitCall(RedisSeam seam, PreparedSubmission prepared)
{
    private const string OwnerFull = "OWNER FULL";

    private readonly TurnSubmission _submission = prepared.Submission;

    /// <summary>The call.</summary>
    public async Task<SubmitOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var (owner, context, task, command) = _submission;
        if (!TaskIds.TryGetPartition(task.Id, out var partition) || partition != prepared.Session.Partition(seam.Keys.Partitions))
        {
            // Nobody would find it: the task's id says where it is.
            throw new ArgumentException($"Task {task.Id} is not in the partition of its session.");
        }

        if (_submission.IsNewId)
        {
            return await StoreAsync(cancellationToken) switch
            {
                "OK" => Accepted(partition),
                "EXISTS" => new SubmitOutcome(SubmitStatus.Duplicate, task.Id, context),
                "FULL" => new SubmitOutcome(SubmitStatus.QueueFull, task.Id, context),
                OwnerFull => new SubmitOutcome(SubmitStatus.OwnerFull, task.Id, context),
                var other => throw new InvalidOperationException($"A task under a new id was {other}."),
            };
        }

        var key = seam.Keys.Submit(owner, command.SubmitId);
        var mine = new SubmitUse(task.Id, context, "", null, Done: false) { Fingerprint = _submission.Fingerprint };
        SubmitUse? replace = null;
        var givenUp = false;
        while (true)
        {
            if (await SubmitIds.TakeAsync(seam, key, mine, replace, cancellationToken) is { } taken)
            {
                if (await SubmitIds.ResolveAsync(seam, owner, key, taken, cancellationToken) is { } found)
                {
                    return found.Outcome;
                }

                replace = taken;
                continue;
            }

            var stored = await StoreAsync(cancellationToken);
            switch (stored)
            {
                case "OK":
                    var accepted = Accepted(partition);
                    await SubmitIds.DoneAsync(seam, key, mine, null, cancellationToken);
                    return accepted;
                case "EXISTS":
                    return mine.Outcome;
                case "FULL" or OwnerFull:
                    await SubmitIds.FreeAsync(seam, key, mine, cancellationToken);
                    return new SubmitOutcome(stored == OwnerFull ? SubmitStatus.OwnerFull : SubmitStatus.QueueFull, task.Id, context);
            }

            // Somebody else believed us dead and had the id meanwhile. The task's own id is given up for good.
            if (givenUp)
            {
                throw new SeamUnavailableException("Another process took the same submit id over and did not use it. Send it again.");
            }

            (replace, givenUp) = (null, true);
        }
    }

    private SubmitOutcome Accepted(int partition)
    {
        var (owner, context, task, _) = _submission;
        seam.Tasks.Remember(new TaskPlace(task.Id, partition, prepared.Session, owner));
        return new SubmitOutcome(SubmitStatus.Accepted, task.Id, context);
    }

    private async Task<string> StoreAsync(CancellationToken cancellationToken)
    {
        if (_submission.MaxOfOwner <= 0)
        {
            return await WriteAsync(cancellationToken);
        }

        if (await seam.Turns.TryAddAsync(seam, _submission.Owner, _submission.MaxOfOwner, cancellationToken) is not { } place)
        {
            return OwnerFull;
        }

        string? stored = null;
        try
        {
            return stored = await WriteAsync(cancellationToken);
        }
        finally
        {
            // After a fault nobody knows; the next count does.
            if (stored is null or "OK")
            {
                place.Stored();
            }
            else
            {
                place.GivenUp();
            }
        }
    }

    private async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        var (owner, context, task, command) = _submission;
        if (command.Binding is { } binding)
        {
            await ThreadCalls.NoteAsync(seam, owner, prepared.Session, binding, cancellationToken);
        }

        var partition = prepared.Session.Partition(seam.Keys.Partitions);
        var reply = await seam.RunAsync(
            RedisScript.Submit,
            seam.Keys.OfTask(prepared.Session, owner, task.Id, seam.Keys.GivenUp(partition, task.Id), seam.Keys.Webhooks(partition, task.Id), seam.Keys.WebhooksDue(partition)),
            cancellationToken,
            [
                prepared.Session.Value, task.Id, OwnerKey.Of(owner), context, _submission.MaxQueued,
                prepared.Event, prepared.Snapshot, (int)TaskState.Submitted, ScriptReply.Of(task.Status.Timestamp ?? seam.Time.GetUtcNow()),
                prepared.Command, _submission.IsNewId ? "" : (string)seam.Keys.Submit(owner, command.SubmitId)!, .. BindingValues.Of(command.Binding), .. WebhookValues(),
            ]);
        return reply.Code;
    }

    private RedisValue[] WebhookValues() => _submission.Webhook is not { } webhook
        ? [RedisValue.EmptyString, RedisValue.EmptyString, RedisValue.EmptyString]
        : [webhook.Id, SeamJson.Serialize(new StoredWebhook(_submission.Owner, webhook)), SeamJson.Serialize(new WebhookProgress())];
}

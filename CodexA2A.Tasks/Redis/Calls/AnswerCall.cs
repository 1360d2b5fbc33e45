namespace CodexA2A.Tasks.Redis;

/// <summary>Answers a question: the first answer wins.</summary>
internal sealed class AnswerCall(RedisSeam seam, AnswerSubmission answer)
{
    /// <summary>The call.</summary>
    public async Task<AnswerOutcome> RunAsync(CancellationToken cancellationToken)
    {
        if (await InterruptCalls.FindAsync(seam, answer.Owner, answer.InterruptId, cancellationToken) is not { } asked)
        {
            return new AnswerOutcome(AnswerStatus.Unknown, null, EventId.None);
        }

        if (answer.SubmitId is not { } submitId)
        {
            return await AnswerAsync(asked, "", cancellationToken);
        }

        var key = seam.Keys.Submit(answer.Owner, submitId);
        var mine = new SubmitUse(asked.Place.TaskId, asked.Interrupt.ContextId, answer.InterruptId, null, Done: false)
        {
            Fingerprint = asked.Interrupt.Secret ? null : answer.Fingerprint,
        };
        SubmitUse? replace = null;
        while (await SubmitIds.TakeAsync(seam, key, mine, replace, cancellationToken) is { } taken)
        {
            if (await SubmitIds.ResolveAsync(seam, answer.Owner, key, taken, cancellationToken) is { } found)
            {
                return found.AnsweredAt is { } position && found.TaskId == mine.TaskId && found.Outcome.IsOf(answer.Fingerprint)
                    ? new AnswerOutcome(AnswerStatus.Repeated, asked.Interrupt, position)
                    : new AnswerOutcome(AnswerStatus.Conflict, asked.Interrupt, await LastAsync(asked.Place, cancellationToken));
            }

            replace = taken;
        }

        var outcome = await AnswerAsync(asked, (string)key!, cancellationToken);
        if (outcome.Status is AnswerStatus.Accepted or AnswerStatus.Repeated)
        {
            await SubmitIds.DoneAsync(seam, key, mine, outcome.Position, cancellationToken);
        }
        else
        {
            await SubmitIds.FreeAsync(seam, key, mine, cancellationToken);
        }

        return outcome;
    }

    private async Task<AnswerOutcome> AnswerAsync(Asked asked, string submitKey, CancellationToken cancellationToken)
    {
        var (place, interrupt) = (asked.Place, asked.Interrupt);
        var plain = SeamJson.Serialize(answer.Reply);
        var command = new AnswerInterrupt
        {
            TaskId = place.TaskId,
            Owner = place.Owner,
            TraceParent = answer.TraceParent,
            InterruptId = interrupt.Id,
            Reply = interrupt.Secret ? new InterruptReply() : answer.Reply,
            Message = interrupt.Secret ? null : answer.Message,
        };
        var sealedAnswer = interrupt.Secret && interrupt.Status == InterruptStatus.Pending && asked.PublicKey.Length > 0
            ? SecretBox.Seal(asked.PublicKey, SeamJson.Serialize<TurnCommand>(command with { Reply = answer.Reply, Message = answer.Message }))
            : [];
        var reply = await seam.RunAsync(
            RedisScript.Answer,
            seam.Keys.OfTask(place.Session, place.Owner, place.TaskId, seam.Keys.Sealed(place.Session, interrupt.Id), seam.Keys.Known(place.Session, interrupt.Id)),
            cancellationToken,
            place.Session.Value, place.TaskId, interrupt.Id, interrupt.Secret ? "" : plain, SeamJson.Serialize<TurnCommand>(command),
            SeamJson.Serialize<TurnCommand>(InterruptCalls.Expired(place, interrupt.Id)), submitKey,
            sealedAnswer, Milliseconds(SecretBox.Keep), sealedAnswer.Length == 0 ? "" : SecretBox.Mark(plain), Milliseconds(SecretBox.Remember));
        if (reply.Code == "UNKNOWN")
        {
            return new AnswerOutcome(AnswerStatus.Unknown, null, EventId.None);
        }

        var (last, now) = (reply.Id(1), InterruptCalls.With(interrupt, reply.Text(2), reply.Bytes(3), reply.Text(4), reply.Text(5)));
        return reply.Code switch
        {
            "ACCEPTED" => new AnswerOutcome(AnswerStatus.Accepted, now, last),
            "ANSWERED" => new AnswerOutcome(
                IsRepeated(now, submitKey, reply.Text(6), reply.Bytes(7), plain) ? AnswerStatus.Repeated : AnswerStatus.Conflict, now, now.AnsweredAt ?? last),
            "EXPIRED" => new AnswerOutcome(AnswerStatus.Expired, now, last),
            _ => new AnswerOutcome(AnswerStatus.Superseded, now, last),
        };
    }

    private bool IsRepeated(Interrupt stored, string submitKey, string? storedKey, ReadOnlyMemory<byte> mark, byte[] plain) =>
        (submitKey.Length > 0 && submitKey == storedKey)
        || (stored.Secret ? SecretBox.IsSame(mark.Span, plain) : stored.Reply is { } first && first.IsSame(answer.Reply));

    private async Task<EventId> LastAsync(TaskPlace place, CancellationToken cancellationToken) => ScriptReply.IdOf(
        await seam.Link.AskAsync(database => database.HashGetAsync(seam.Keys.Task(place.Partition, place.TaskId), "last", flags: RedisLink.Primary), cancellationToken));

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}

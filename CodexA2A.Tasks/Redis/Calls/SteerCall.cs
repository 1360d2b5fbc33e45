namespace CodexA2A.Tasks.Redis;

/// <summary>Sends a steer whose submit id is kept.</summary>
internal sealed class SteerCall(RedisSeam seam, SteerTurn steer)
{
    /// <summary>In the place of a question's id: what the submit id was used for.</summary>
    private const string Use = "steer";

    /// <summary>Takes the id and sends. The same message again is sent again: its owner knows whether it has it.</summary>
    public async Task<SendStatus> RunAsync(Func<Task<SendStatus>> send, CancellationToken cancellationToken)
    {
        var key = seam.Keys.Submit(steer.Owner, steer.SubmitId);
        var mine = new SubmitUse(steer.TaskId, steer.Message.ContextId ?? "", Use, null, Done: false) { Fingerprint = steer.Fingerprint };
        var (isNew, replace) = (true, (SubmitUse?)null);
        while (await SubmitIds.TakeAsync(seam, key, mine, replace, cancellationToken) is { } taken)
        {
            if (taken.Name == mine.Name)
            {
                if (!taken.Outcome.IsOf(steer.Fingerprint))
                {
                    return SendStatus.IdTaken;
                }

                isNew = false;
                break;
            }

            if (await SubmitIds.ResolveAsync(seam, steer.Owner, key, taken, cancellationToken) is not null)
            {
                return SendStatus.IdTaken;
            }

            replace = taken;
        }

        var status = await send();
        if (status == SendStatus.Accepted)
        {
            await SubmitIds.DoneAsync(seam, key, mine, steer.SeenAt, cancellationToken);
        }
        else if (isNew)
        {
            await SubmitIds.FreeAsync(seam, key, mine, cancellationToken);
        }

        return status;
    }
}

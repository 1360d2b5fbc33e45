using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// Gives a status to a task that nobody owns and whose turn is not begun (contracts.md §4). The event and the snapshot are made
/// here, for the task as it was read; if it changed before they came to Redis, they are made again.
/// </summary>
internal static class SettleCall
{
    private const int Tries = 10;

    /// <summary>The call.</summary>
    public static async Task<SettleStatus> RunAsync(RedisSeam seam, Owner owner, string taskId, TaskStatus status, CancellationToken cancellationToken)
    {
        if (await seam.Tasks.FindAsync(owner, taskId, cancellationToken) is not { } place)
        {
            return SettleStatus.Unknown;
        }

        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await LogReads.ReadAsync(seam, owner, place, cancellationToken) is not { } state)
            {
                return SettleStatus.Unknown;
            }

            switch (await TryAsync(seam, place, state, status, cancellationToken))
            {
                case "OK":
                    return SettleStatus.Settled;
                case "TERMINAL":
                    return SettleStatus.Terminal;
                case "OWNED":
                    return SettleStatus.Owned;
                case "BEGUN":
                    return SettleStatus.Begun;
                case "UNKNOWN":
                    return SettleStatus.Unknown;
            }
        }

        throw new SeamUnavailableException($"Task {taskId} changes faster than it can be settled.");
    }

    private static async Task<string> TryAsync(RedisSeam seam, TaskPlace place, ReadState state, TaskStatus status, CancellationToken cancellationToken)
    {
        var (read, now, wasEpoch) = state;
        var epoch = Math.Max(wasEpoch + 1, now.ToUnixTimeMilliseconds());
        var fold = new TaskFold(A2AJson.Deserialize<AgentTask>(read.Snapshot.Json.Span));
        foreach (var entry in read.Tail.Where(entry => entry.Kind == TaskEventKind.Event))
        {
            fold.Apply(A2AJson.Deserialize<StreamResponse>(entry.Payload.Span));
        }

        var (made, snapshot) = read.State.IsTerminal
            ? (null, null)
            : Make(fold, read, new EventId(epoch, read.Last.Seq + 1), status, now);
        var values = SnapshotValues.Of(snapshot);
        var reply = await seam.RunAsync(
            RedisScript.Settle,
            seam.Keys.OfTask(place.Session, place.Owner, place.TaskId),
            cancellationToken,
            place.Session.Value, place.TaskId, OwnerKey.Of(place.Owner), read.Last.ToString(), wasEpoch, epoch,
            made?.Payload ?? default, values[0], values[2], values[3], values[4], (long)seam.Options.EndedLogRetention.TotalMilliseconds);
        return reply.Code;
    }

    private static (TaskEvent?, TaskSnapshot?) Make(TaskFold fold, TaskRead read, EventId id, TaskStatus status, DateTimeOffset now) =>
        OwnStatusEvent.Make(fold, read.Snapshot.TaskId, read.Snapshot.ContextId, id, status, now);
}

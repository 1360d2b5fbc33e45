namespace CodexA2A.Tasks.Redis;

/// <summary>A task as it was read, and what a step that changes it must know besides.</summary>
/// <param name="Read">What a caller reads of it.</param>
/// <param name="Now">The time of the read.</param>
/// <param name="Epoch">The epoch of its session.</param>
internal sealed record ReadState(TaskRead Read, DateTimeOffset Now, long Epoch);

/// <summary>Reads of one moment.</summary>
internal static class LogReads
{
    private const int Head = 10;

    /// <summary>The task; null when it is gone, or not the owner's.</summary>
    public static async Task<ReadState?> ReadAsync(RedisSeam seam, Owner owner, TaskPlace place, CancellationToken cancellationToken)
    {
        var reply = await seam.RunAsync(
            RedisScript.Read, seam.Keys.OfTask(place.Session, owner, place.TaskId), cancellationToken, place.Session.Value, place.TaskId, OwnerKey.Of(owner));
        if (reply.Count == 0)
        {
            return null;
        }

        var context = reply.Text(0)!;
        var state = reply.State(4);
        var open = new Interrupt[reply.Number(9)];
        for (var i = 0; i < open.Length; i++)
        {
            open[i] = SeamJson.Deserialize<Interrupt>(reply.Bytes(Head + i).Span);
        }

        var tail = new List<TaskEvent>();
        for (var i = Head + open.Length; i < reply.Count; i += 5)
        {
            tail.Add(reply.Event(i));
        }

        var snapshot = new TaskSnapshot(place.TaskId, context, reply.Id(2), reply.Bytes(3), state, reply.Time(5));
        var position = reply.Optional(6);
        return new ReadState(new TaskRead(snapshot, tail, reply.Id(1), state, (int?)position, open), reply.Time(7), reply.Number(8));
    }

    /// <summary>What a position is; null when the task is gone.</summary>
    public static async Task<CursorCheck?> CheckCursorAsync(RedisSeam seam, TaskPlace place, EventId cursor, CancellationToken cancellationToken)
    {
        // Redis takes no larger numbers as an id; an event has none.
        var asked = cursor is { Epoch: >= 0, Seq: >= 0 } ? cursor : EventId.None;
        var reply = await seam.RunAsync(
            RedisScript.Cursor,
            [seam.Keys.Task(place.Partition, place.TaskId), seam.Keys.Events(place.Partition, place.TaskId)],
            cancellationToken, OwnerKey.Of(place.Owner), asked.ToString());
        if (reply.Count == 0)
        {
            return null;
        }

        var last = reply.Id(0);
        var first = reply.Id(1) is { Seq: > 0 } kept ? kept.Seq : last.Seq + 1;
        var check = CursorPosition.Check(last, first, cursor, reply.Number(2) > 0);
        // A task that went through a failover or a restart may have lost what the client saw. What could have been is given a
        // snapshot; what never could is refused as ever.
        return check == CursorCheck.NeverExisted && reply.Text(4) == "1" && CursorPosition.MayHaveBeen(cursor, Math.Max(last.Epoch, reply.Number(3)))
            ? CursorCheck.Trimmed
            : check;
    }
}

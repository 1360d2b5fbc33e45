using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>Appends under a lease. Events, a begin and a binding take the short way; whatever else is true with them, the long one.</summary>
internal static class AppendCall
{
    /// <summary>The call.</summary>
    public static async Task<AppendOutcome> RunAsync(RedisSeam seam, SessionLease lease, TaskAppend append, CancellationToken cancellationToken)
    {
        // The script checks that the task is the session's; of another partition it cannot be, and its keys are elsewhere.
        var partition = lease.Session.Partition(seam.Keys.Partitions);
        if (!TaskIds.TryGetPartition(append.TaskId, out var said) || said != partition)
        {
            return new AppendOutcome(AppendStatus.Fenced, EventId.None);
        }

        if (append.Binding is { } binding)
        {
            // Apart from the append and before it: what the index names is checked against the session.
            await ThreadCalls.NoteAsync(seam, lease.Owner, lease.Session, binding, cancellationToken);
        }

        var reply = IsPlain(append)
            ? await seam.Link.RunAsync(
                RedisScript.Append,
                [
                    seam.Keys.Session(lease.Session), seam.Keys.Task(partition, append.TaskId), seam.Keys.Events(partition, append.TaskId),
                    seam.Keys.TaskChannel(partition, append.TaskId),
                ],
                Plain(seam, lease, append),
                cancellationToken,
                traced: SeamTelemetry.IsStep(append))
            : await seam.Link.RunAsync(
                RedisScript.Commit, seam.Keys.OfTask(lease.Session, lease.Owner, append.TaskId), Whole(seam, lease, append), cancellationToken);
        return Outcome(append, reply);
    }

    private static bool IsPlain(TaskAppend append) =>
        append is { Snapshot: null, Done: null, Opened.Count: 0, Closed.Count: 0 };

    private static RedisValue[] Plain(RedisSeam seam, SessionLease lease, TaskAppend append)
    {
        var arguments = new List<RedisValue>(10 + (append.Events.Count * 5))
        {
            seam.Now, lease.Session.Value, lease.Epoch, seam.Options.RunningEvents, append.TaskId, append.Begun ?? RedisValue.EmptyString,
        };
        arguments.AddRange(BindingValues.Of(append.Binding));
        arguments.Add(append.Events.Count);
        AddEvents(arguments, append.Events);
        return [.. arguments];
    }

    private static RedisValue[] Whole(RedisSeam seam, SessionLease lease, TaskAppend append)
    {
        var arguments = new List<RedisValue>
        {
            seam.Now, lease.Session.Value, append.TaskId, lease.Epoch, seam.Options.RunningEvents,
            (long)seam.Options.EndedLogRetention.TotalMilliseconds,
        };
        arguments.AddRange(SnapshotValues.Of(append.Snapshot));
        arguments.AddRange([append.Begun ?? RedisValue.EmptyString, append.Done ?? RedisValue.EmptyString, .. BindingValues.Of(append.Binding)]);
        arguments.AddRange([append.Opened.Count, append.Closed.Count, append.Events.Count]);
        AddEvents(arguments, append.Events);
        foreach (var opened in append.Opened)
        {
            var interrupt = opened with { Status = InterruptStatus.Pending, Reply = null, SupersededBy = null };
            arguments.AddRange([
                interrupt.Id, SeamJson.Serialize(interrupt), ScriptReply.Of(interrupt.AskedAt), ScriptReply.Of(interrupt.Deadline),
                interrupt.Secret ? seam.Secrets.PublicKey : "",
            ]);
        }

        foreach (var closing in append.Closed)
        {
            arguments.AddRange([closing.InterruptId, closing.Status.ToString(), closing.SupersededBy ?? ""]);
        }

        return [.. arguments];
    }

    private static void AddEvents(List<RedisValue> arguments, IReadOnlyList<TaskEvent> events)
    {
        foreach (var entry in events)
        {
            arguments.Add(entry.Id.Seq);
            arguments.Add(entry.Kind == TaskEventKind.Marker ? EventEntry.Marker : "");
            arguments.Add(entry.At.ToUnixTimeMilliseconds());
            arguments.Add(entry.State is { } state ? (int)state : RedisValue.EmptyString);
            arguments.Add(entry.Payload);
        }
    }

    private static AppendOutcome Outcome(TaskAppend append, ScriptReply reply)
    {
        var last = reply.Id(1);
        return reply.Code switch
        {
            "OK" => new AppendOutcome(AppendStatus.Ok, last),
            "DUP" => new AppendOutcome(AppendStatus.Duplicate, last),
            "GAP" => new AppendOutcome(AppendStatus.Gap, last),
            "FENCED" => new AppendOutcome(AppendStatus.Fenced, last),
            "ENDED" => throw new InvalidOperationException($"Task {append.TaskId} has ended; nothing follows its terminal status."),
            "OVERLAP" => throw new InvalidOperationException($"Task {append.TaskId} has event {last} where another of that number is sent again."),
            _ => throw new ArgumentException("A snapshot is the fold up to the last event of its append.", nameof(append)),
        };
    }
}

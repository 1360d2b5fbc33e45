using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>What a submit id was taken for.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="ContextId">Its context.</param>
/// <param name="InterruptId">The question that it answers; empty for a turn.</param>
/// <param name="AnsweredAt">Where the log stood then, for an answer that is known to be stored.</param>
/// <param name="Done">True when it is known to have come to something.</param>
internal sealed record SubmitUse(string TaskId, string ContextId, string InterruptId, EventId? AnsweredAt, bool Done)
{
    /// <summary>As the script compares it.</summary>
    public string Name => TaskId + "/" + InterruptId;

    /// <summary>As <see cref="SubmitOutcome.Fingerprint"/>.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>What a caller sees.</summary>
    public SubmitOutcome Outcome => new(SubmitStatus.Duplicate, TaskId, ContextId) { AnsweredAt = AnsweredAt, Fingerprint = Fingerprint };
}

/// <summary>
/// Submit ids of an owner, each in a partition of its own: sessions of several partitions may be asked for under one id, and only
/// one may get it. An id is taken before its use is stored, and noted afterwards; who dies in between leaves an id whose use
/// the next one looks up.
/// </summary>
internal static class SubmitIds
{
    /// <summary>So often another use of the same id is looked for before it is given up: it is being stored right now, or its process died.</summary>
    private const int Looks = 50;

    /// <summary>Takes an id. Null: it is the caller's. Otherwise what it was taken for before; <paramref name="replace"/> names a use that came to nothing.</summary>
    public static Task<SubmitUse?> TakeAsync(RedisSeam seam, RedisKey key, SubmitUse use, SubmitUse? replace, CancellationToken cancellationToken) =>
        ReserveAsync(seam, key, use, replace?.Name ?? "", cancellationToken);

    /// <summary>What an id was taken for.</summary>
    public static Task<SubmitUse?> FindAsync(RedisSeam seam, RedisKey key, CancellationToken cancellationToken) =>
        ReserveAsync(seam, key, new SubmitUse("", "", "", null, Done: false), "", cancellationToken);

    /// <summary>The use is stored.</summary>
    public static async Task DoneAsync(RedisSeam seam, RedisKey key, SubmitUse use, EventId? answeredAt, CancellationToken cancellationToken)
    {
        try
        {
            await seam.Link.RunAsync(
                RedisScript.UseSubmit, [key], ["", use.TaskId, use.InterruptId, answeredAt?.ToString() ?? ""], cancellationToken);
        }
        catch (SeamUnavailableException)
        {
            // It is stored all the same: whoever comes with this id looks.
        }
    }

    /// <summary>The use came to nothing: the id is free again.</summary>
    public static Task FreeAsync(RedisSeam seam, RedisKey key, SubmitUse use, CancellationToken cancellationToken) =>
        seam.Link.RunAsync(RedisScript.UseSubmit, [key], ["", use.TaskId, use.InterruptId, "-"], cancellationToken);

    /// <summary>What a use came to, where nobody noted it: null when nothing is stored of it (yet).</summary>
    public static async Task<SubmitUse?> LookAsync(RedisSeam seam, Owner owner, RedisKey key, SubmitUse use, CancellationToken cancellationToken)
    {
        if (use.Done)
        {
            return use;
        }

        if (await seam.Tasks.FindAsync(owner, use.TaskId, cancellationToken) is not { } place)
        {
            return null;
        }

        if (use.InterruptId.Length == 0)
        {
            return use;
        }

        var asked = await seam.Link.AskAsync(
            database => database.HashGetAsync(seam.Keys.Asked(place.Session), ["k:" + use.InterruptId, "p:" + use.InterruptId], flags: RedisLink.Primary), cancellationToken);
        return asked[0] == (string)key! ? use with { AnsweredAt = ScriptReply.IdOf(asked[1]) } : null;
    }

    /// <summary>What came of another's use of an id; null when it came to nothing, and from now on never will.</summary>
    public static async Task<SubmitUse?> ResolveAsync(RedisSeam seam, Owner owner, RedisKey key, SubmitUse taken, CancellationToken cancellationToken)
    {
        for (var look = 0; look < Looks; look++)
        {
            if (await LookAsync(seam, owner, key, taken, cancellationToken) is { } found)
            {
                return found;
            }

            if (await FindAsync(seam, key, cancellationToken) is not { } now || now.Name != taken.Name)
            {
                // The id is free, or another's: try again.
                return null;
            }
        }

        // From here on that task cannot come into being, however late its process wakes. An answer has no such mark: its question
        // knows by which submit id it was answered.
        return taken.InterruptId.Length == 0 && await GiveUpAsync(seam, taken.TaskId, cancellationToken) ? taken : null;
    }

    // True when the task is there after all.
    private static async Task<bool> GiveUpAsync(RedisSeam seam, string taskId, CancellationToken cancellationToken)
    {
        if (!TaskIds.TryGetPartition(taskId, out var partition) || partition >= seam.Keys.Partitions)
        {
            return false;
        }

        var reply = await seam.Link.RunAsync(
            RedisScript.GiveUp, [seam.Keys.Task(partition, taskId), seam.Keys.GivenUp(partition, taskId)],
            ["", (long)seam.Options.SubmitRetention.TotalMilliseconds], cancellationToken);
        return reply.Number(0) == 1;
    }

    private static async Task<SubmitUse?> ReserveAsync(
        RedisSeam seam, RedisKey key, SubmitUse use, string replace, CancellationToken cancellationToken)
    {
        var reply = await seam.RunAsync(
            RedisScript.Reserve, [key], cancellationToken,
            (long)seam.Options.SubmitRetention.TotalMilliseconds, use.TaskId, use.ContextId, use.InterruptId, replace, use.Fingerprint ?? "");
        return reply.Count == 0 ? null : new SubmitUse(
            reply.Text(0)!,
            reply.Text(1)!,
            reply.Text(2)!,
            reply.Text(3) is { Length: > 0 } position ? ScriptReply.IdOf(position) : null,
            !string.IsNullOrEmpty(reply.Text(4)))
        {
            Fingerprint = reply.Text(5) is { Length: > 0 } fingerprint ? fingerprint : null,
        };
    }
}

using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>A question as it was found.</summary>
/// <param name="Place">Its task.</param>
/// <param name="Interrupt">How it stands.</param>
/// <param name="PublicKey">With what a secret answer is sealed; empty otherwise.</param>
internal sealed record Asked(TaskPlace Place, Interrupt Interrupt, string PublicKey);

/// <summary>Finds questions. Their ids do not say where they are, and are asked for rarely: each partition is asked, in one go.</summary>
internal static class InterruptCalls
{
    /// <summary>One question of the owner's; null when there is none.</summary>
    public static async Task<Asked?> FindAsync(RedisSeam seam, Owner owner, string interruptId, CancellationToken cancellationToken)
    {
        var places = await seam.Link.AskAsync(
            database => Task.WhenAll(Enumerable.Range(0, seam.Keys.Partitions).Select(p => database.HashGetAsync(seam.Keys.Questions(p), interruptId, flags: RedisLink.Primary))),
            cancellationToken);
        foreach (var place in places)
        {
            if (await LoadAsync(seam, owner, place, interruptId, cancellationToken) is { } asked)
            {
                return asked;
            }
        }

        return null;
    }

    /// <summary>The owner's open questions, oldest first.</summary>
    public static async Task<IReadOnlyList<Interrupt>> ListAsync(RedisSeam seam, Owner owner, int limit, CancellationToken cancellationToken)
    {
        var parts = await seam.Link.AskAsync(
            database => Task.WhenAll(Enumerable.Range(0, seam.Keys.Partitions)
                .Select(p => database.SortedSetRangeByRankWithScoresAsync(seam.Keys.OpenOf(p, owner), 0, limit - 1, flags: RedisLink.Primary))),
            cancellationToken);
        var first = limit < 1 ? [] : parts.SelectMany((part, p) => part.Select(entry => (Partition: p, Id: (string)entry.Element!, At: entry.Score)))
            .OrderBy(entry => entry.At).ThenBy(entry => entry.Id, StringComparer.Ordinal).Take(limit).ToArray();
        var places = await seam.Link.AskAsync(
            database => Task.WhenAll(first.Select(entry => database.HashGetAsync(seam.Keys.Questions(entry.Partition), entry.Id, flags: RedisLink.Primary))), cancellationToken);
        var found = await Task.WhenAll(first.Zip(places).Select(pair => LoadAsync(seam, owner, pair.Second, pair.First.Id, cancellationToken)));
        // One may have been answered meanwhile.
        return [.. found.OfType<Asked>().Select(asked => asked.Interrupt).Where(interrupt => interrupt.Status == InterruptStatus.Pending)];
    }

    /// <summary>A question with how it stands.</summary>
    public static Interrupt With(Interrupt body, string? status, ReadOnlyMemory<byte> reply, string? position, string? successor) => body with
    {
        Status = Enum.TryParse<InterruptStatus>(status, out var known) ? known : InterruptStatus.Withdrawn,
        Reply = reply.IsEmpty ? null : SeamJson.Deserialize<InterruptReply>(reply.Span),
        AnsweredAt = string.IsNullOrEmpty(position) ? null : ScriptReply.IdOf(position),
        SupersededBy = string.IsNullOrEmpty(successor) ? null : successor,
    };

    /// <summary>What the owner of a session is told when a question's time ran out.</summary>
    public static ExpireInterrupt Expired(TaskPlace place, string interruptId) => new() { TaskId = place.TaskId, Owner = place.Owner, InterruptId = interruptId };

    /// <summary>The session and the task that the index of questions names.</summary>
    public static (SessionId Session, string TaskId)? Parse(string? place) =>
        place?.Split('|') is [var session, var task] ? (new SessionId(session), task) : null;

    private static async Task<Asked?> LoadAsync(RedisSeam seam, Owner owner, string? text, string id, CancellationToken cancellationToken)
    {
        if (Parse(text) is not var (session, task) || await seam.Tasks.FindAsync(owner, task, cancellationToken) is not { } place)
        {
            return null;
        }

        RedisValue[] fields = ["b:" + id, "s:" + id, "r:" + id, "p:" + id, "n:" + id, "x:" + id];
        var row = await seam.Link.AskAsync(database => database.HashGetAsync(seam.Keys.Asked(session), fields, flags: RedisLink.Primary), cancellationToken);
        return row[0].IsNull
            ? null
            : new Asked(place, With(SeamJson.Deserialize<Interrupt>(((ReadOnlyMemory<byte>)row[0]).Span), row[1], row[2], row[3], row[4]), (string?)row[5] ?? "");
    }
}

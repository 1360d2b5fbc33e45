using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>House-keeping: what is due is read from the indexes of all partitions in one go, and each piece is a step that checks for itself.</summary>
internal sealed class SweepCall(RedisSeam seam)
{
    private const int Rows = 100;
    private const int Rounds = 100;

    /// <summary>A home of which nothing was heard for so long is forgotten.</summary>
    private static readonly TimeSpan HomeMemory = TimeSpan.FromDays(1);

    /// <summary>All of it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = (await HomeCalls.LookAsync(seam, cancellationToken)).Now;
        var forget = now - (long)HomeMemory.TotalMilliseconds;
        await seam.Link.AskAsync(database => database.SortedSetRemoveRangeByScoreAsync(seam.Keys.Homes, double.NegativeInfinity, forget), cancellationToken);
        await EachAsync(seam.Keys.Leases, now, (_, session) => LeaseCalls.LetGoAsync(seam, new SessionId(session), "", cancellationToken), cancellationToken);
        await ShortenAsync(now + (2 * (long)seam.Options.LeaseTime.TotalMilliseconds), cancellationToken);
        await EachAsync(seam.Keys.Due, now, (p, id) => ExpireAsync(p, id, cancellationToken), cancellationToken);
        await EachAsync(seam.Keys.Logs, Before(seam.Options.EndedLogRetention), (p, id) => DeleteLogAsync(p, id, Before(seam.Options.EndedLogRetention), cancellationToken), cancellationToken);
        await EachAsync(seam.Keys.Ended, Before(seam.Options.TaskRetention), (p, id) => DeleteTaskAsync(p, id, Before(seam.Options.TaskRetention), cancellationToken), cancellationToken);
        await EachAsync(seam.Keys.Used, Before(seam.Options.SessionRetention), (_, id) => DeleteSessionAsync(new SessionId(id), Before(seam.Options.SessionRetention), cancellationToken), cancellationToken);

        long Before(TimeSpan retention) => now - (long)retention.TotalMilliseconds - 1;
    }

    // Where the clock was set back nothing else would find what a dead runner had (shorten.lua). The longest come first.
    private async Task ShortenAsync(long after, CancellationToken cancellationToken)
    {
        var late = await seam.Link.AskAsync(
            database => Task.WhenAll(Enumerable.Range(0, seam.Keys.Partitions).Select(
                p => database.SortedSetRangeByScoreAsync(seam.Keys.Leases(p), start: after, order: Order.Descending, take: Rows, flags: RedisLink.Primary))),
            cancellationToken);
        foreach (var session in late.SelectMany(part => part))
        {
            await LeaseCalls.ShortenAsync(seam, new SessionId(session!), cancellationToken);
        }
    }

    private async Task EachAsync(Func<int, RedisKey> index, long until, Func<int, string, Task<bool>> step, CancellationToken cancellationToken)
    {
        var more = true;
        for (var round = 0; more && round < Rounds; round++)
        {
            var due = await seam.Link.AskAsync(
                database => Task.WhenAll(Enumerable.Range(0, seam.Keys.Partitions)
                    .Select(p => database.SortedSetRangeByScoreAsync(index(p), stop: until, take: Rows, flags: RedisLink.Primary))),
                cancellationToken);
            var done = 0;
            for (var p = 0; p < due.Length; p++)
            {
                foreach (var id in due[p])
                {
                    done += await step(p, id!) ? 1 : 0;
                }
            }

            more = done > 0 && due.Any(part => part.Length == Rows);
        }
    }

    private async Task<bool> ExpireAsync(int partition, string id, CancellationToken cancellationToken)
    {
        var text = await seam.Link.AskAsync(database => database.HashGetAsync(seam.Keys.Questions(partition), id, flags: RedisLink.Primary), cancellationToken);
        if (InterruptCalls.Parse(text) is not var (session, task) || await OwnerOfAsync(partition, task, cancellationToken) is not { } owner)
        {
            await seam.Link.AskAsync(database => database.SortedSetRemoveAsync(seam.Keys.Due(partition), id), cancellationToken);
            return true;
        }

        var place = new TaskPlace(task, partition, session, owner);
        var reply = await seam.RunAsync(
            RedisScript.Expire, seam.Keys.OfSession(session, owner), cancellationToken,
            session.Value, task, id, SeamJson.Serialize<TurnCommand>(InterruptCalls.Expired(place, id)));
        return reply.Number(0) == 1;
    }

    private async Task<bool> DeleteLogAsync(int partition, string task, long before, CancellationToken cancellationToken)
    {
        var reply = await seam.RunAsync(
            RedisScript.DeleteLog, [seam.Keys.Task(partition, task), seam.Keys.Events(partition, task), seam.Keys.Logs(partition)],
            cancellationToken, "", task, before + 1);
        return reply.Number(0) == 1;
    }

    private async Task<bool> DeleteTaskAsync(int partition, string task, long before, CancellationToken cancellationToken)
    {
        var head = await seam.Link.AskAsync(database => database.HashGetAsync(seam.Keys.Task(partition, task), ["owner", "session"], flags: RedisLink.Primary), cancellationToken);
        if (head[0].IsNull)
        {
            await seam.Link.AskAsync(database => database.SortedSetRemoveAsync(seam.Keys.Ended(partition), task), cancellationToken);
            return true;
        }

        var (session, owner) = (new SessionId(head[1]!), OwnerKey.Parse(head[0]!));
        var webhooks = WebhookKeys.Of(seam.Keys, partition, task, owner);
        var reply = await seam.RunAsync(
            RedisScript.DeleteTask, seam.Keys.OfTask(session, owner, task, webhooks.Hash, webhooks.Due, webhooks.Dead), cancellationToken, session.Value, task, before + 1);
        return reply.Number(0) == 1;
    }

    private async Task<bool> DeleteSessionAsync(SessionId session, long before, CancellationToken cancellationToken)
    {
        var reply = await seam.RunAsync(
            RedisScript.DeleteSession, [.. seam.Keys.OfSession(session, new Owner("", "")), seam.Keys.TasksOf(session)],
            cancellationToken, session.Value, "", before + 1);
        return reply.Number(0) == 1;
    }

    private async Task<Owner?> OwnerOfAsync(int partition, string task, CancellationToken cancellationToken)
    {
        var owner = await seam.Link.AskAsync(database => database.HashGetAsync(seam.Keys.Task(partition, task), "owner", flags: RedisLink.Primary), cancellationToken);
        return owner.IsNull ? null : OwnerKey.Parse(owner!);
    }
}

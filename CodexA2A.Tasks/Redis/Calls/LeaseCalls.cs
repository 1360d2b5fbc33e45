using System.Collections.Concurrent;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>Renews leases and takes them back.</summary>
internal static class LeaseCalls
{
    /// <summary>Most overdue leases of a partition that one renewal looks at.</summary>
    private const int Overdue = 64;

    /// <summary>
    /// Extends what is still the runner's, one step for each partition, and takes back what ran out and it does not name any more. A
    /// shard that is away keeps nothing from what is on others.
    /// </summary>
    /// <exception cref="SeamUnavailableException">Redis answered nothing.</exception>
    public static async Task<RenewOutcome> RenewAsync(
        RedisSeam seam, RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases, CancellationToken cancellationToken)
    {
        var faults = new ConcurrentQueue<SeamUnavailableException>();
        var announced = OrNullAsync(HomeCalls.AnnounceAsync(seam, runner.Home, cancellationToken), faults);
        var groups = leases.GroupBy(lease => lease.Session.Partition(seam.Keys.Partitions)).Select(group => group.ToArray()).ToArray();
        var answers = await Task.WhenAll(groups.Select(group => OrNullAsync(RenewAsync(seam, runner, group, cancellationToken), faults)));
        var homes = await announced;
        if (faults.Count == groups.Length + 1)
        {
            throw faults.First();
        }

        if (homes is not null && faults.IsEmpty)
        {
            await OrNullAsync(LetGoAsync(seam, runner, leases, homes.Now, cancellationToken), faults);
        }

        var all = answers.SelectMany(answer => answer ?? []).ToArray();
        var lost = all.Where(answer => answer.Code == "LOST").Select(answer => answer.Lease.Session).ToArray();
        foreach (var session in lost)
        {
            seam.Told.Forget(session);
        }

        var behind = all.Where(answer => answer.Code == "BEHIND").Select(answer => answer.Lease.Session).ToArray();
        foreach (var session in behind)
        {
            // Their hint got lost, or is on its way.
            seam.Readers.Wake(session);
        }

        return new RenewOutcome(lost, behind)
        {
            Unanswered = [.. groups.Zip(answers).Where(pair => pair.Second is null).SelectMany(pair => pair.First).Select(lease => lease.Session)],
        };
    }

    /// <summary>Gives a session back; true also when it is not this lease's any more.</summary>
    public static async Task<bool> ReleaseAsync(RedisSeam seam, SessionLease lease, bool drain, CancellationToken cancellationToken)
    {
        var reply = await seam.RunAsync(
            RedisScript.Release, seam.Keys.OfSession(lease.Session, lease.Owner), cancellationToken, lease.Session.Value, "", lease.Epoch, drain ? "1" : "0");
        if (reply.Number(0) == 0)
        {
            return false;
        }

        seam.Told.Forget(lease.Session);
        return true;
    }

    /// <summary>Takes back a lease that ran out; of this runner, or where none is given one without work.</summary>
    public static async Task<bool> LetGoAsync(RedisSeam seam, SessionId session, string runnerId, CancellationToken cancellationToken)
    {
        var reply = await seam.RunAsync(
            RedisScript.LetGo, seam.Keys.OfSession(session, new Owner("", "")), cancellationToken, session.Value, "", runnerId);
        return reply.Number(0) == 1;
    }

    /// <summary>Lets a lease that lasts longer than leases do run out in a lease time, unless it is renewed.</summary>
    public static async Task<bool> ShortenAsync(RedisSeam seam, SessionId session, CancellationToken cancellationToken)
    {
        var reply = await seam.RunAsync(
            RedisScript.Shorten, seam.Keys.OfSession(session, new Owner("", "")), cancellationToken,
            session.Value, "", (long)seam.Options.LeaseTime.TotalMilliseconds);
        return reply.Number(0) == 1;
    }

    private static async Task<T?> OrNullAsync<T>(Task<T> call, ConcurrentQueue<SeamUnavailableException> faults)
        where T : class
    {
        try
        {
            return await call;
        }
        catch (SeamUnavailableException exception)
        {
            faults.Enqueue(exception);
            return null;
        }
    }

    // All of one partition.
    private static async Task<(SessionLease Lease, string Code)[]> RenewAsync(
        RedisSeam seam, RunnerIdentity runner, SessionLease[] leases, CancellationToken cancellationToken)
    {
        var keys = new List<RedisKey> { seam.Keys.Leases(leases[0].Session.Partition(seam.Keys.Partitions)) };
        var arguments = new List<RedisValue> { runner.RunnerId, (long)seam.Options.LeaseTime.TotalMilliseconds };
        foreach (var lease in leases)
        {
            keys.AddRange([seam.Keys.Session(lease.Session), seam.Keys.Commands(lease.Session)]);
            arguments.AddRange([lease.Session.Value, lease.Epoch, seam.Told.Of(lease)]);
        }

        var reply = await seam.RunAsync(RedisScript.Renew, [.. keys], cancellationToken, [.. arguments]);
        return [.. leases.Select((lease, i) => (lease, reply.Text(i)!))];
    }

    // Also one whose claim succeeded without this runner hearing of it: nobody else would give it to this runner again.
    private static async Task<SessionId[]> LetGoAsync(
        RedisSeam seam, RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases, long now, CancellationToken cancellationToken)
    {
        var overdue = await seam.Link.AskAsync(
            database => Task.WhenAll(Enumerable.Range(0, seam.Keys.Partitions)
                .Select(p => database.SortedSetRangeByScoreAsync(seam.Keys.Leases(p), stop: now, take: Overdue, flags: RedisLink.Primary))),
            cancellationToken);
        var named = leases.Select(lease => lease.Session).ToHashSet();
        SessionId[] left = [.. overdue.SelectMany(part => part).Select(value => new SessionId(value!)).Where(session => !named.Contains(session))];
        // Those of others may be many, for as long as nobody may take them.
        var runners = left.Length == 0 ? [] : await seam.Link.AskAsync(
            database => Task.WhenAll(left.Select(session => database.HashGetAsync(seam.Keys.Session(session), "runner", RedisLink.Primary))), cancellationToken);
        foreach (var session in left.Where((_, i) => runners[i].IsNull || runners[i] == runner.RunnerId))
        {
            await LetGoAsync(seam, session, runner.RunnerId, cancellationToken);
        }

        return left;
    }
}

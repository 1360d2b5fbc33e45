using CodexA2A.Tasks.Fairness;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// Gives a session that has work and no live owner to a runner: of those that hints named, or of all. The candidates are read beside
/// the step that decides: first those whose lease ran out, then those that wait, one of each owner by turns. What hints named is taken
/// as it comes: that is so only within a second after there was nothing to do.
/// </summary>
internal sealed class ClaimCall(RedisSeam seam, RunnerIdentity runner, SessionId[]? named, bool look)
{
    private static readonly RedisValue[] HeadFields = ["owner", "begunTask", "runner", "home", "until"];

    /// <summary>No task is called so.</summary>
    internal const string NotThere = "?";

    /// <summary>So many candidates of each partition are read at one time, and so many looked at more closely.</summary>
    private const int Page = 16;

    /// <summary>Of those that wait, more: who has few must be seen behind who has many.</summary>
    private const int ReadyPage = 64;

    /// <summary>The claimed lease, or null.</summary>
    public async Task<SessionLease?> ClaimAsync(CancellationToken cancellationToken) => (await RunAsync(cancellationToken)).Lease;

    /// <summary>True when a claim would succeed now.</summary>
    public async Task<bool> LookAsync(CancellationToken cancellationToken) => (await RunAsync(cancellationToken)).Found;

    private async Task<(bool Found, SessionLease? Lease)> RunAsync(CancellationToken cancellationToken)
    {
        // Whoever looks because of a hint has announced its home in its last look everywhere, within the second.
        if (named is not null && seam.Work.Homes is { } known)
        {
            return await FirstAsync(named.Distinct(), known, cancellationToken);
        }

        var homes = await HomeCalls.AnnounceAsync(seam, runner.Home, cancellationToken);
        seam.Work.Homes = homes;

        for (var page = 0; ; page++)
        {
            var candidates = await CandidatesAsync(homes.Now, page, cancellationToken);
            if (await FirstAsync(candidates.Sessions, homes, cancellationToken) is { Found: true } claimed)
            {
                return claimed;
            }

            // Behind those that are not for this runner there may be others.
            if (!candidates.More)
            {
                return (false, null);
            }
        }
    }

    private async Task<(List<SessionId> Sessions, bool More)> CandidatesAsync(long now, int page, CancellationToken cancellationToken)
    {
        var (overdue, ready) = await seam.Link.AskAsync(
            async database =>
            {
                var partitions = Enumerable.Range(0, seam.Keys.Partitions).ToArray();
                var first = Task.WhenAll(partitions.Select(
                    p => database.SortedSetRangeByScoreAsync(seam.Keys.Leases(p), stop: now, skip: page * Page, take: Page, flags: RedisLink.Primary)));
                var second = Task.WhenAll(partitions.Select(p => database.SortedSetRangeByRankWithScoresAsync(
                    seam.Keys.Ready(p), page * ReadyPage, ((page + 1) * ReadyPage) - 1, flags: RedisLink.Primary)));
                return (await first, await second);
            },
            cancellationToken);
        var waiting = await InTurnAsync([.. ready.SelectMany(part => part).OrderBy(entry => entry.Score).Select(entry => new SessionId(entry.Element!))], cancellationToken);
        return (
            [.. await TakenAsync([.. overdue.SelectMany(part => part).Select(session => new SessionId(session!))], cancellationToken), .. waiting],
            overdue.Any(part => part.Length == Page) || ready.Any(part => part.Length == ReadyPage));
    }

    /// <summary>Those whose owner died and who is served: of others there may be many for long, and nobody else takes them.</summary>
    private async ValueTask<IEnumerable<SessionId>> TakenAsync(SessionId[] overdue, CancellationToken cancellationToken)
    {
        if (overdue.Length == 0 || runner.Serves == ServedOwners.Everybody)
        {
            return overdue;
        }

        var owners = await seam.Owners.OfAsync(seam, overdue, cancellationToken);
        return overdue.Where((_, i) => Takes(owners[i]));
    }

    /// <summary>Those that wait, from the order in which they began to, into the one in which they are served.</summary>
    private async ValueTask<IEnumerable<SessionId>> InTurnAsync(SessionId[] waiting, CancellationToken cancellationToken)
    {
        if (waiting.Length < 2)
        {
            return waiting;
        }

        var owners = await seam.Owners.OfAsync(seam, waiting, cancellationToken);
        var order = new FairOrder<SessionId>(seam.Rotation);
        for (var i = 0; i < waiting.Length; i++)
        {
            if (Takes(owners[i]))
            {
                order.Add(owners[i], i, waiting[i]);
            }
        }

        return order.InTurn();
    }

    private async Task<(bool Found, SessionLease? Lease)> FirstAsync(IEnumerable<SessionId> sessions, KnownHomes homes, CancellationToken cancellationToken)
    {
        foreach (var some in sessions.Chunk(Page))
        {
            if (await FirstOfAsync(some, homes, cancellationToken) is { Found: true } claimed)
            {
                return claimed;
            }
        }

        return default;
    }

    private async Task<(bool Found, SessionLease? Lease)> FirstOfAsync(SessionId[] sessions, KnownHomes homes, CancellationToken cancellationToken)
    {
        var heads = await seam.Link.AskAsync(
            database => Task.WhenAll(sessions.Select(
                session => database.HashGetAsync(seam.Keys.Session(session), HeadFields, flags: RedisLink.Primary))),
            cancellationToken);
        foreach (var (session, head) in sessions.Zip(heads))
        {
            // What is plainly not for this runner costs no step: there may be many of it, as long as a home is away.
            if (await MayBeAsync(head, homes, cancellationToken)
                && await TryAsync(session, head, homes, cancellationToken) is { Found: true } claimed)
            {
                return claimed;
            }
        }

        return default;
    }

    private async ValueTask<bool> MayBeAsync(RedisValue[] head, KnownHomes homes, CancellationToken cancellationToken)
    {
        // One with a live owner was given to another runner since; what is known of the time may be as old as the last look everywhere.
        if (head[2] == runner.RunnerId || (!head[2].IsNull && (long)head[4] > homes.Now + (named is null ? 0 : HintSignal.SafetyInterval.TotalMilliseconds)))
        {
            return false;
        }

        if (!Takes(head))
        {
            return false;
        }

        if (head[3].IsNull || head[3] == runner.Home || homes.Absent.Contains((string)head[3]!))
        {
            return true;
        }

        await HomeCalls.MeetAsync(seam, homes, head[3]!, cancellationToken);
        return false;
    }

    private bool Takes(RedisValue[] head) => Takes(head[0].IsNull ? default : OwnerKey.Parse(head[0]!));

    // One that there is no more is nobody's; whoever looks tidies up behind it.
    private bool Takes(Owner owner) => owner == default || runner.Takes(owner);

    private async Task<(bool Found, SessionLease? Lease)> TryAsync(SessionId session, RedisValue[] head, KnownHomes homes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var owner = head[0].IsNull ? default : OwnerKey.Parse(head[0]!);
            // One that begins to be there meanwhile has changed: whose it is has not been looked at.
            var begun = head[0].IsNull ? NotThere : (string?)head[1] ?? "";
            var reply = await seam.RunAsync(
                RedisScript.Claim,
                head[0].IsNull ? seam.Keys.OfSession(session, new Owner("", "")) : seam.Keys.OfTask(session, owner, begun),
                cancellationToken,
                [
                    session.Value, begun, runner.RunnerId, runner.Home, (long)seam.Options.LeaseTime.TotalMilliseconds, begun, look ? "1" : "0",
                    .. homes.Absent.Select(home => (RedisValue)home),
                ]);
            switch (reply.Code)
            {
                case "OK":
                    var lease = Lease(session, reply);
                    seam.Rotation.Served(lease.Owner);
                    return (true, lease);
                case "WORK":
                    return (true, null);
                case "CHANGED":
                    head = await seam.Link.AskAsync(database => database.HashGetAsync(seam.Keys.Session(session), HeadFields, flags: RedisLink.Primary), cancellationToken);
                    if (!Takes(head))
                    {
                        return default;
                    }

                    continue;
                default:
                    return default;
            }
        }
    }

    private SessionLease Lease(SessionId session, ScriptReply reply) =>
        new(session, OwnerKey.Parse(reply.Text(2)!), reply.Text(3)!, runner.RunnerId, reply.Number(1))
        {
            Cursor = reply.Number(4),
            Begun = reply.Optional(5),
            Takeovers = (int)reply.Number(6),
            Binding = BindingValues.Read(reply.Text(7), reply.Text(8), reply.Text(9)),
        };
}

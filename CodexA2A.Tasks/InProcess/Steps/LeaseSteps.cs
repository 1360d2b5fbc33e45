using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>Renews leases and takes them back.</summary>
internal static class LeaseSteps
{
    /// <summary>Extends what is still the runner's, and takes back what ran out and the runner does not name any more.</summary>
    public static RenewOutcome Renew(SeamBatch batch, HomeTable homes, RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases)
    {
        homes.Seen(runner.Home, batch.Timestamp);
        var lost = new List<SessionId>();
        var behind = new List<SessionId>();
        foreach (var lease in leases)
        {
            if (batch.Session(lease.Session) is not { Lease: { } held } session || held.Epoch != lease.Epoch || held.RunnerId != runner.RunnerId)
            {
                lost.Add(lease.Session);
                continue;
            }

            held.RenewedAt = batch.Timestamp;
            if (session.LastCommand > Math.Max(held.Told, session.Cursor) && session.Commands.Any(command => command.Id > held.Told))
            {
                behind.Add(lease.Session);
            }
        }

        DropLetGo(batch, runner, leases);
        return new RenewOutcome(lost, behind);
    }

    // The runner lives: it was slow and did not die of its turn, so the next claim is no takeover that counts, a few times. What then
    // still costs it its lease is taken for the turn.
    private static void DropLetGo(SeamBatch batch, RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases)
    {
        var letGo = batch.Sessions.Leased.Select(entry => entry.Staged)
            .Where(session => session.Lease is { } held && held.RunnerId == runner.RunnerId && !batch.IsLive(held)
                && !leases.Any(lease => lease.Session == session.Id && lease.Epoch == held.Epoch))
            .ToArray();
        foreach (var session in letGo)
        {
            var slow = session.Begun is null ? session.Slow : session.Slow + 1;
            batch.Put(session with { Lease = null, Held = session.Begun is not null && slow > SessionHead.MostSlow, Slow = slow });
        }
    }

    /// <summary>Gives a session back; true also when it is not this lease's any more.</summary>
    public static bool Release(SeamBatch batch, SessionLease lease, bool drain)
    {
        if (batch.Session(lease.Session) is not { Lease: { } held } session || held.Epoch != lease.Epoch)
        {
            return true;
        }

        if (!session.Commands.IsEmpty && !drain)
        {
            return false;
        }

        batch.Put(session with
        {
            Lease = null,
            Held = false,
            Parked = WaitsForAnswer(batch, session),
            UsedAt = batch.Now.ToUnixTimeMilliseconds(),
        });
        return true;
    }

    /// <summary>Forgets leases that ran out on sessions without work: nobody will claim those.</summary>
    public static int DropExpired(SeamBatch batch)
    {
        var expired = batch.Sessions.Leased.Select(entry => entry.Staged)
            .Where(session => session.Lease is not null && session.Commands.IsEmpty && !batch.IsLive(session.Lease)).ToArray();
        foreach (var session in expired)
        {
            batch.Put(session with { Lease = null, Held = false });
        }

        return expired.Length;
    }

    // Given back with its question open, the turn rests until an answer, a cancel or the deadline comes.
    private static bool WaitsForAnswer(SeamBatch batch, SessionHead session) =>
        session.Commands.FirstOrDefault(command => command.Id == session.Begun) is { } begun
        && batch.Task(begun.TaskId) is { Open.Count: > 0 };
}

using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>Gives a session that has work and no live owner to a runner.</summary>
internal static class ClaimStep
{
    /// <summary>The step.</summary>
    public static SessionLease? Run(SeamBatch batch, HomeTable homes, RunnerIdentity runner)
    {
        homes.Seen(runner.Home, batch.Timestamp);
        var candidate = batch.Sessions.Candidates.FirstOrDefault(entry => MayClaim(batch, homes, runner, entry.Staged));
        return candidate is null ? null : Claim(batch, candidate.Staged, runner);
    }

    /// <summary>True when a claim by this runner would succeed now.</summary>
    public static bool HasWork(SeamBatch batch, HomeTable homes, RunnerIdentity runner)
    {
        homes.Seen(runner.Home, batch.Timestamp);
        return batch.Sessions.Candidates.Any(entry => MayClaim(batch, homes, runner, entry.Staged));
    }

    private static bool MayClaim(SeamBatch batch, HomeTable homes, RunnerIdentity runner, SessionHead session) =>
        session.HasWork
        && runner.Takes(session.Owner)
        && !batch.IsLive(session.Lease)
        // A runner that was frozen may wake behind its lease time and still run this: until its renewal leaves the session out, it is not taken from it by itself.
        && session.Lease?.RunnerId != runner.RunnerId
        && (session.Binding is not { } bound || bound.Home == runner.Home || homes.IsAbsent(bound.Home, batch.Timestamp));

    private static SessionLease Claim(SeamBatch batch, SessionHead session, RunnerIdentity runner)
    {
        var epoch = batch.NextEpoch(session.Epoch);
        session = session with
        {
            Epoch = epoch,
            Lease = new Lease(runner.RunnerId, epoch, batch.Timestamp),
            // An owner that gave the session back did not fail; one that never did has died in the middle of this turn.
            Takeovers = session is { Begun: not null, Held: true } ? session.Takeovers + 1 : session.Takeovers,
            Held = true,
            UsedAt = batch.Now.ToUnixTimeMilliseconds(),
        };
        batch.Put(session);
        Interrupts.Supersede(batch, session.Id);
        var begun = session.Commands.FirstOrDefault(command => command.Id == session.Begun);
        if (begun is not null && batch.Task(begun.TaskId) is { Ended: false } task)
        {
            // From here on the log itself refuses the owner before.
            var marker = new TaskEvent(new EventId(epoch, task.Last.Seq + 1), TaskEventKind.Marker, default, null, batch.Now);
            batch.Put(task with { Last = marker.Id }, marker);
        }

        return new SessionLease(session.Id, session.Owner, session.ContextId, runner.RunnerId, epoch)
        {
            Binding = session.Binding,
            Cursor = session.Cursor,
            Begun = session.Begun,
            Takeovers = session.Takeovers,
        };
    }
}

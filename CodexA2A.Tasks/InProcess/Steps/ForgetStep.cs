using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.Sqlite;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>What a step of forgetting did.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Tasks">The tasks that were deleted.</param>
/// <param name="Events">How many events.</param>
/// <param name="Interrupts">How many questions.</param>
internal sealed record Forgotten(ForgetOutcome Outcome, IReadOnlyList<ForgetTask> Tasks, int Events, int Interrupts);

/// <summary>Forgets a session: all of it in one step.</summary>
internal static class ForgetStep
{
    /// <summary>Tells the owner of a session, once; not while a turn is unfinished.</summary>
    public static ForgetRequest Ask(SeamBatch batch, string contextId, ForgetSession command)
    {
        var id = SessionId.Create(command.Owner, contextId);
        if (batch.Session(id) is not { } session)
        {
            return new ForgetRequest(ForgetStatus.Unknown, "");
        }

        if (Waiting(batch, session) is { } waiting)
        {
            return new ForgetRequest(ForgetStatus.Accepted, waiting.RequestId);
        }

        if (session.Commands.Any(entry => entry.Turn))
        {
            return new ForgetRequest(ForgetStatus.Busy, "");
        }

        batch.Put(Commands.Enqueue(batch, session, command, SeamJson.Serialize<TurnCommand>(command)));
        return new ForgetRequest(ForgetStatus.Accepted, command.RequestId);
    }

    /// <summary>Deletes what is not a turn behind the command.</summary>
    public static Forgotten Run(SeamBatch batch, SessionLease lease, long command)
    {
        if (batch.Session(lease.Session) is not { Lease: { } held } session || held.Epoch != lease.Epoch)
        {
            return new Forgotten(ForgetOutcome.Lost, [], 0, 0);
        }

        var rows = batch.Write();
        var (events, interrupts) = (0, 0);
        var kept = session.Commands.Where(entry => entry.Turn).Select(entry => entry.TaskId).ToHashSet(StringComparer.Ordinal);
        var tasks = rows.Forgets.TasksOf(session.Id).FindAll(task => !kept.Contains(task.Id));
        foreach (var task in tasks)
        {
            events += rows.Events.DeleteSome(task.Row, int.MaxValue);
            interrupts += rows.Interrupts.DeleteOfTask(task.Id);
            rows.Webhooks.DeleteOfTask(task.Id);
            rows.Forgets.DeleteSubmits(session.Owner, task.Id);
            rows.Tasks.Delete(task.Row);
            batch.Remove(task.Id);
        }

        session = Commands.Finish(batch, session, command) with { Binding = null, Past = null };
        var gone = session.Commands.IsEmpty;
        batch.Put(gone ? session with { Lease = null, Held = false } : session, store: !gone);
        if (gone)
        {
            rows.Sessions.Delete(session.Id);
        }

        return new Forgotten(gone ? ForgetOutcome.Gone : ForgetOutcome.GoesOn, tasks, events, interrupts);
    }

    private static ForgetSession? Waiting(SeamBatch batch, SessionHead session) => session.Commands
        .Where(entry => !entry.Turn)
        .Select(entry => entry.Command ?? batch.Rows.Commands.Load(session.Id, entry, session.Owner))
        .OfType<ForgetSession>()
        .FirstOrDefault();
}

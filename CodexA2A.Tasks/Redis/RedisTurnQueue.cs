using System.Diagnostics;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>The turn queue over Redis.</summary>
internal sealed class RedisTurnQueue(RedisSeamHost host) : ITurnQueue
{
    /// <inheritdoc />
    public int Partitions => host.Keys.Partitions;

    /// <inheritdoc />
    public async ValueTask<SubmitOutcome> SubmitAsync(TurnSubmission submission, CancellationToken cancellationToken)
    {
        using var activity = SeamTelemetry.Source.StartActivity("seam submit", ActivityKind.Producer);
        return await new SubmitCall(host.Seam, new PreparedSubmission(submission)).RunAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<SendStatus> SendAsync(TurnCommand command, CancellationToken cancellationToken)
    {
        var kind = command switch
        {
            CancelTurn => "cancel",
            SteerTurn => "steer",
            KeepWatch => "keep",
            DriveExec => "exec-drive",
            _ => throw new ArgumentException("Only commands about an existing turn are sent; others have methods of their own.", nameof(command)),
        };
        var seam = host.Seam;
        if (await seam.Tasks.FindAsync(command.Owner, command.TaskId, cancellationToken) is not { } place)
        {
            return SendStatus.Unknown;
        }

        if (command is SteerTurn { IsKept: true } steer)
        {
            return await new SteerCall(seam, steer).RunAsync(() => SendAsync(seam, place, command, kind, cancellationToken), cancellationToken);
        }

        return await SendAsync(seam, place, command, kind, cancellationToken);
    }

    private static async Task<SendStatus> SendAsync(RedisSeam seam, TaskPlace place, TurnCommand command, string kind, CancellationToken cancellationToken)
    {
        var bound = WaitingBound.Of(command);
        var reply = await seam.RunAsync(
            RedisScript.Send, [.. seam.Keys.OfSession(place.Session, command.Owner), seam.Keys.Task(place.Partition, place.TaskId)], cancellationToken,
            place.Session.Value, place.TaskId, OwnerKey.Of(command.Owner), kind, SeamJson.Serialize(command), command is DriveExec drive ? drive.MaxKept : 0,
            bound?.Weight ?? 0, bound?.Most ?? 0);
        return reply.Code switch { "OK" => SendStatus.Accepted, "TERMINAL" => SendStatus.Terminal, "FULL" => SendStatus.QueueFull, _ => SendStatus.Unknown };
    }

    /// <inheritdoc />
    public async ValueTask<SubmitOutcome?> FindSubmitAsync(Owner owner, string submitId, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        var key = seam.Keys.Submit(owner, submitId);
        return await SubmitIds.FindAsync(seam, key, cancellationToken) is { } use
            && await SubmitIds.LookAsync(seam, owner, key, use, cancellationToken) is { } found
                ? found.Outcome
                : null;
    }

    /// <inheritdoc />
    public async ValueTask<ThreadSession?> FindThreadAsync(Owner owner, string threadId, CancellationToken cancellationToken) =>
        await ThreadCalls.FindAsync(host.Seam, owner, threadId, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<ThreadPage> ListThreadsAsync(Owner owner, ThreadCursor? after, int limit, CancellationToken cancellationToken) =>
        await ThreadCalls.ListAsync(host.Seam, owner, after, limit, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<bool> BindAsync(Owner owner, string contextId, SessionBinding binding, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        var session = SessionId.Create(owner, contextId);
        await ThreadCalls.NoteAsync(seam, owner, session, binding, cancellationToken);
        var reply = await seam.RunAsync(
            RedisScript.BindSession, seam.Keys.OfSession(session, owner), cancellationToken,
            [session.Value, "", OwnerKey.Of(owner), contextId, .. BindingValues.Of(binding)]);
        return reply.Number(0) == 1;
    }

    /// <inheritdoc />
    public async ValueTask<AnswerOutcome> AnswerAsync(AnswerSubmission answer, CancellationToken cancellationToken)
    {
        using var activity = SeamTelemetry.Source.StartActivity("seam answer", ActivityKind.Producer);
        // The message is for the task's history only: the answer is in the reply.
        answer = answer.Message is not { } message ? answer : answer with { Message = MessageLimits.Apply(message, EventLimits.AnswerBytes) };
        return await new AnswerCall(host.Seam, answer).RunAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<Interrupt?> GetInterruptAsync(Owner owner, string interruptId, CancellationToken cancellationToken) =>
        (await InterruptCalls.FindAsync(host.Seam, owner, interruptId, cancellationToken))?.Interrupt;

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<Interrupt>> ListInterruptsAsync(Owner owner, int limit, CancellationToken cancellationToken) =>
        await InterruptCalls.ListAsync(host.Seam, owner, limit, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<SettleStatus> SettleAsync(Owner owner, string taskId, TaskStatus status, CancellationToken cancellationToken) =>
        await SettleCall.RunAsync(host.Seam, owner, taskId, status, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<SessionLease?> TryClaimAsync(RunnerIdentity runner, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        var where = seam.Work.Begin(runner);
        var lease = await new ClaimCall(seam, runner, where.Sessions, look: false).ClaimAsync(cancellationToken);
        if (lease is null)
        {
            seam.Work.FoundNothing(runner.RunnerId, where);
            return null;
        }

        seam.Work.Claimed(runner.RunnerId, where, lease.Session);
        if (lease.Binding is { } binding)
        {
            await ThreadCalls.KeepAsync(seam, lease.Owner, lease.Session, binding, cancellationToken);
        }

        return lease;
    }

    /// <inheritdoc />
    public async ValueTask<bool> HasWorkAsync(RunnerIdentity runner, CancellationToken cancellationToken) =>
        await new ClaimCall(host.Seam, runner, named: null, look: true).LookAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask WaitForWorkAsync(RunnerIdentity runner, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        while (!await seam.Work.WaitAsync(runner.RunnerId, cancellationToken))
        {
            var where = seam.Work.Begin(runner);
            if (await new ClaimCall(seam, runner, where.Sessions, look: true).LookAsync(cancellationToken))
            {
                return;
            }

            seam.Work.FoundNothing(runner.RunnerId, where);
        }
    }

    /// <inheritdoc />
    public async ValueTask<RenewOutcome> RenewAsync(
        RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        var began = seam.Time.GetTimestamp();
        var outcome = await LeaseCalls.RenewAsync(seam, runner, leases, cancellationToken);
        seam.Telemetry.Renewed(seam.Time.GetElapsedTime(began));
        return outcome;
    }

    /// <inheritdoc />
    public IAsyncEnumerable<QueuedCommand> ReadCommandsAsync(SessionLease lease, long after, CancellationToken cancellationToken) =>
        CommandReader.FollowAsync(host.Seam, lease, after, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<QueuedCommand?> GetCommandAsync(SessionLease lease, long id, CancellationToken cancellationToken) =>
        await CommandReader.GetAsync(host.Seam, lease, id, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<bool> ReleaseAsync(SessionLease lease, bool drain, CancellationToken cancellationToken)
    {
        if (drain)
        {
            // Whoever gives something back with work left waits behind those who came meanwhile.
            host.Seam.Rotation.Served(lease.Owner);
        }

        return await LeaseCalls.ReleaseAsync(host.Seam, lease, drain, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask SweepAsync(CancellationToken cancellationToken) => await new SweepCall(host.Seam).RunAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        RedisValue now = ScriptReply.Of(seam.Time.GetUtcNow());
        await seam.Link.AskAsync(database => database.StringSetAsync(seam.Keys.Check, now), cancellationToken);
    }
}

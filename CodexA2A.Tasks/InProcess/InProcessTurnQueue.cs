using System.Diagnostics;
using CodexA2A.Tasks.InProcess.Steps;

namespace CodexA2A.Tasks.InProcess;

/// <summary>The turn queue of one process.</summary>
internal sealed class InProcessTurnQueue(InProcessSeamHost host) : ITurnQueue
{
    /// <summary>A runner looks for work at least so often: leases run out and homes go absent without a sign.</summary>
    private static readonly TimeSpan SafetyInterval = TimeSpan.FromSeconds(1);

    /// <summary>So many pieces of house-keeping at one go; the rest waits for the next.</summary>
    private const int SweepRounds = 100;

    /// <inheritdoc />
    public int Partitions => 64;

    /// <inheritdoc />
    public async ValueTask<SubmitOutcome> SubmitAsync(TurnSubmission submission, CancellationToken cancellationToken)
    {
        using var activity = SeamTelemetry.Source.StartActivity("seam submit", ActivityKind.Producer);
        return await host.Seam.RunAsync(new SubmitStep(new PreparedSubmission(submission)).Run, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<SendStatus> SendAsync(TurnCommand command, CancellationToken cancellationToken)
    {
        if (command is not (CancelTurn or SteerTurn or DriveExec or KeepWatch))
        {
            throw new ArgumentException("Only commands about an existing turn are sent; others have methods of their own.", nameof(command));
        }

        return await host.Seam.RunAsync(batch => SendStep.Run(batch, command), cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<SubmitOutcome?> FindSubmitAsync(Owner owner, string submitId, CancellationToken cancellationToken) =>
        await host.Seam.RunAsync(batch => SubmitStep.Find(batch, owner, submitId), cancellationToken);

    /// <inheritdoc />
    public ValueTask<ThreadSession?> FindThreadAsync(Owner owner, string threadId, CancellationToken cancellationToken) =>
        host.Seam.Readers.ReadAsync(database => database.Sessions.OfThread(owner, threadId), cancellationToken);

    /// <inheritdoc />
    public ValueTask<ThreadPage> ListThreadsAsync(Owner owner, ThreadCursor? after, int limit, CancellationToken cancellationToken) =>
        host.Seam.Readers.ReadAsync(database => database.Sessions.OfOwner(owner, after, limit), cancellationToken);

    /// <inheritdoc />
    public async ValueTask<bool> BindAsync(Owner owner, string contextId, SessionBinding binding, CancellationToken cancellationToken) =>
        await host.Seam.RunAsync(batch => BindStep.Run(batch, owner, contextId, binding), cancellationToken);

    /// <inheritdoc />
    public async ValueTask<AnswerOutcome> AnswerAsync(AnswerSubmission answer, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        using var activity = SeamTelemetry.Source.StartActivity("seam answer", ActivityKind.Producer);
        // The message is for the task's history only: the answer is in the reply.
        answer = answer.Message is not { } message ? answer : answer with { Message = MessageLimits.Apply(message, EventLimits.AnswerBytes) };
        return await seam.RunAsync(batch => AnswerStep.Run(batch, seam.Secrets, answer), cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<Interrupt?> GetInterruptAsync(Owner owner, string interruptId, CancellationToken cancellationToken) =>
        host.Seam.Readers.ReadAsync(database => database.Interrupts.Load(interruptId, owner), cancellationToken);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<Interrupt>> ListInterruptsAsync(Owner owner, int limit, CancellationToken cancellationToken) =>
        await host.Seam.Readers.ReadAsync(database => database.Interrupts.OpenOfOwner(owner, limit), cancellationToken);

    /// <inheritdoc />
    public async ValueTask<SettleStatus> SettleAsync(Owner owner, string taskId, TaskStatus status, CancellationToken cancellationToken) =>
        await host.Seam.RunAsync(batch => SettleStep.Run(batch, owner, taskId, status), cancellationToken);

    /// <inheritdoc />
    public async ValueTask<SessionLease?> TryClaimAsync(RunnerIdentity runner, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        return await seam.RunAsync(batch => ClaimStep.Run(batch, seam.Homes, runner), cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<bool> HasWorkAsync(RunnerIdentity runner, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        return await seam.RunAsync(batch => ClaimStep.HasWork(batch, seam.Homes, runner), cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask WaitForWorkAsync(RunnerIdentity runner, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        var ready = await seam.RunAsync(
            batch => ClaimStep.HasWork(batch, seam.Homes, runner) ? Task.CompletedTask : batch.Sessions.NextReady(),
            cancellationToken);
        try
        {
            await ready.WaitAsync(SafetyInterval, seam.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Then the runner looks without a hint.
        }
    }

    /// <inheritdoc />
    public async ValueTask<RenewOutcome> RenewAsync(
        RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        return await seam.RunAsync(batch => LeaseSteps.Renew(batch, seam.Homes, runner, leases), cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<QueuedCommand> ReadCommandsAsync(SessionLease lease, long after, CancellationToken cancellationToken) =>
        CommandReader.FollowAsync(host.Seam, lease, after, cancellationToken);

    /// <inheritdoc />
    public ValueTask<QueuedCommand?> GetCommandAsync(SessionLease lease, long id, CancellationToken cancellationToken) =>
        CommandReader.GetAsync(host.Seam, lease, id, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<bool> ReleaseAsync(SessionLease lease, bool drain, CancellationToken cancellationToken) =>
        await host.Seam.RunAsync(batch => LeaseSteps.Release(batch, lease, drain), cancellationToken);

    /// <inheritdoc />
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        host.Seam.CheckFile();
        await host.Seam.RunAsync(
            batch =>
            {
                batch.Write().Touch(batch.Now);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        seam.Secrets.Sweep();
        var done = 0;
        foreach (var step in SweepSteps.All)
        {
            // Each piece is a step of its own, so that appends go in between.
            for (var round = 0; round < SweepRounds && await seam.RunAsync(step, cancellationToken) is var count and > 0; round++)
            {
                done += count;
            }
        }

        if (done > 0)
        {
            await seam.RunAsync(SweepSteps.Vacuum, cancellationToken);
        }
    }
}

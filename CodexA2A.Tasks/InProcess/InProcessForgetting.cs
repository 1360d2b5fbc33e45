using System.Collections.Concurrent;
using CodexA2A.Tasks.InProcess.Steps;

namespace CodexA2A.Tasks.InProcess;

/// <summary>Forgetting in one process. Proofs are in memory: whoever waits for one dies with the process.</summary>
internal sealed class InProcessForgetting(InProcessSeamHost host) : ISessionForgetting
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (ForgetProof Proof, long At)> _proofs = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public async ValueTask<ForgetRequest> AskAsync(Owner owner, string contextId, string? traceParent, CancellationToken cancellationToken)
    {
        var command = new ForgetSession { TaskId = "", Owner = owner, TraceParent = traceParent, RequestId = Guid.NewGuid().ToString("n") };
        return await host.Seam.RunAsync(batch => ForgetStep.Ask(batch, contextId, command), cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<ForgetProof?> FindAsync(Owner owner, string contextId, string requestId, CancellationToken cancellationToken) =>
        new(_proofs.TryGetValue(requestId, out var kept) ? kept.Proof : null);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<SessionBinding>?> ThreadsAsync(SessionLease lease, CancellationToken cancellationToken) =>
        await host.Seam.RunAsync(
            batch => batch.Session(lease.Session) is { Lease: { } held } session && held.Epoch == lease.Epoch ? PastThreads.All(session.Binding, session.Past) : null,
            cancellationToken);

    /// <inheritdoc />
    public async ValueTask<ForgetOutcome> ForgetAsync(
        SessionLease lease, long command, ForgetSession request, ForgottenThreads threads, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        // To the end: with the session the lease is gone, for which whoever renews it cancels what runs under it.
        cancellationToken.ThrowIfCancellationRequested();
        var done = await seam.RunAsync(batch => ForgetStep.Run(batch, lease, command), CancellationToken.None);
        if (done.Outcome != ForgetOutcome.Lost)
        {
            var remaining = await seam.RunAsync(batch => batch.Rows.Forgets.Remaining(lease.Session, lease.Owner, done.Tasks), CancellationToken.None);
            Remember(request.RequestId, new ForgetProof(
                done.Tasks.Count, done.Events, done.Interrupts, threads.Word,
                [.. threads.Remaining, .. remaining, .. await CleanAsync(seam) ? Array.Empty<string>() : ["sqlite:free pages"]]));
        }

        return done.Outcome;
    }

    // Behind a commit, where no transaction is open.
    private static async Task<bool> CleanAsync(InProcessSeam seam)
    {
        var cleaned = false;
        await seam.RunAsync(
            batch =>
            {
                batch.AfterCommit(() => cleaned = batch.Rows.TryClean());
                return true;
            },
            CancellationToken.None);
        return cleaned;
    }

    private void Remember(string requestId, ForgetProof proof)
    {
        var time = host.Seam.Time;
        foreach (var (id, kept) in _proofs)
        {
            if (time.GetElapsedTime(kept.At) > Keep)
            {
                _proofs.TryRemove(id, out _);
            }
        }

        _proofs[requestId] = (proof, time.GetTimestamp());
    }
}

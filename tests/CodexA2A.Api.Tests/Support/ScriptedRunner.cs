using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Support;

/// <summary>The other side of the seam, played by the test: it claims sessions and writes what the test says.</summary>
internal sealed class ScriptedRunner(ITurnQueue queue, ITaskLog log)
{
    private readonly RunnerIdentity identity = new("runner-" + Guid.NewGuid().ToString("N"), "home-of-tests");

    /// <summary>Takes a session whose begun turn was given up, and does nothing with it.</summary>
    public async Task<bool> TakeOverAsync() =>
        await queue.TryClaimAsync(identity, TestContext.Current.CancellationToken) is { Begun: not null };

    /// <summary>Waits for a session with work and begins its first turn.</summary>
    /// <param name="call">The call that makes the work and waits for its turn; when it ends before, no turn is awaited.</param>
    public async Task<ScriptedTurn> ClaimAsync(Task? call = null)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var claiming = TakeAsync(ended.Token);
        try
        {
            if (call is not null && await Task.WhenAny(claiming, call) == call)
            {
                await call;
                Assert.Fail("The call has ended and no turn of it had begun.");
            }

            return await ScriptedTurn.BeginAsync(queue, log, await claiming.WithLimitAsync("A session with work"), TestContext.Current.CancellationToken);
        }
        finally
        {
            // Else it would take the work of another test on this host.
            await ended.CancelAsync();
        }
    }

    private async Task<SessionLease> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await queue.TryClaimAsync(identity, cancellationToken) is { } lease) return lease;
            await queue.WaitForWorkAsync(identity, cancellationToken);
        }
    }
}

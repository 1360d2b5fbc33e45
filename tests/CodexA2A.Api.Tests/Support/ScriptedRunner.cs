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
    public async Task<ScriptedTurn> ClaimAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        while (true)
        {
            if (await queue.TryClaimAsync(identity, cancellationToken) is { } lease)
            {
                return await ScriptedTurn.BeginAsync(queue, log, lease, cancellationToken);
            }

            await queue.WaitForWorkAsync(identity, cancellationToken);
        }
    }
}

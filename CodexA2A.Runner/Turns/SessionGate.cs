using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Turns;

/// <summary>Takes the lock of a session in the Codex home, waiting while another process still runs its turn.</summary>
internal sealed class SessionGate(RunnerHome home, IOptions<RunnerOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>Waits for the lock, up to <see cref="RunnerOptions.LockTimeout"/>.</summary>
    /// <exception cref="ThreadUnusableException">Another process keeps it.</exception>
    public async Task<SessionLock> EnterAsync(SessionId session, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            if (SessionLock.TryTake(home.Folder, session.Value) is { } held)
            {
                return held;
            }

            if (time.GetElapsedTime(started) >= options.Value.LockTimeout)
            {
                throw new ThreadUnusableException(ThreadUnusableException.Locked,
                    "Another process still runs a turn of this context. Send the message again when it is done.");
            }

            await Task.Delay(Retry, time, cancellationToken);
        }
    }
}

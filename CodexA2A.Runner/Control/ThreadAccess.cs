using CodexA2A.Runner.Mapping.Control;
using CodexA2A.Runner.Policies;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Control;

/// <summary>Opens threads for calls that want them to themselves: unlike a turn, a call does not wait for the end of another.</summary>
internal sealed class ThreadAccess(ThreadDirectory threads, PrincipalPolicies policies, RunnerHome home, TimeProvider time)
{
    /// <summary>Enough for an idle thread to go from one process of the home to another.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LettingGo = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Opens it for its owner, and keeps turns away until it is disposed.</summary>
    /// <exception cref="ControlFaultException">A turn of it runs here, or another process has it open.</exception>
    /// <exception cref="ThreadUnusableException">It is gone.</exception>
    public async Task<OpenThread> OpenAsync(string threadId, Owner owner, CancellationToken cancellationToken)
    {
        await RefuseInTurnAsync(threadId, cancellationToken);
        using var tooLate = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLate.Token);
        try
        {
            return await threads.OpenAsync(new SessionBinding(threadId, home.Identity.Home, Explicit: true), mustExist: true, folder: null, new ThreadTerms(policies.Of(owner.Principal)), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ControlErrors.IsLocked();
        }
    }

    /// <summary>Refuses what would break a turn that runs here; one whose end is told already may need a moment to let go.</summary>
    /// <exception cref="ControlFaultException">One does.</exception>
    private async Task RefuseInTurnAsync(string threadId, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (threads.IsOpen(threadId))
        {
            if (time.GetElapsedTime(began) >= LettingGo)
            {
                throw ControlErrors.Busy();
            }

            await Task.Delay(Look, time, cancellationToken);
        }
    }
}

using CodexA2A.Runner.Mapping.Control;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Control;

/// <summary>Opens threads for calls that want them to themselves: unlike a turn, a call does not wait for the end of another.</summary>
internal sealed class ThreadAccess(ThreadDirectory threads, RunnerHome home, TimeProvider time)
{
    /// <summary>Enough for an idle thread to go from one process of the home to another.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Opens it, and keeps turns away until it is disposed.</summary>
    /// <exception cref="ControlFaultException">A turn of it runs here, or another process has it open.</exception>
    /// <exception cref="ThreadUnusableException">It is gone.</exception>
    public async Task<OpenThread> OpenAsync(string threadId, CancellationToken cancellationToken)
    {
        RefuseInTurn(threadId);
        using var tooLate = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLate.Token);
        try
        {
            return await threads.OpenAsync(new SessionBinding(threadId, home.Identity.Home, Explicit: true), mustExist: true, folder: null, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ControlErrors.IsLocked();
        }
    }

    /// <summary>Refuses what would break a turn that runs here.</summary>
    /// <exception cref="ControlFaultException">One does.</exception>
    public void RefuseInTurn(string threadId)
    {
        if (threads.IsOpen(threadId))
        {
            throw ControlErrors.Busy();
        }
    }
}

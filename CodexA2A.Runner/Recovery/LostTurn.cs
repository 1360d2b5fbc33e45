using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Recovery;

/// <summary>What Codex knows of a turn whose owner was lost. One that the same Codex still runs is ended before its history is read.</summary>
/// <param name="Turn">The turn in Codex's history; null when the message is not in it, or the thread is gone.</param>
/// <param name="StillRuns">True when Codex did not confirm its end: the thread takes no turn, and its process is replaced (contracts.md §7).</param>
internal sealed record LostTurn(ThreadTurn? Turn, bool StillRuns = false)
{
    private static LostTurn Absent { get; } = new(Turn: null);

    /// <summary>Reads the history of <paramref name="binding"/>'s thread.</summary>
    /// <param name="services">What turns need.</param>
    /// <param name="binding">The session's thread; null when Codex never heard of the turn, because that is stored before the turn is started.</param>
    /// <param name="terms">Whose it is.</param>
    /// <param name="submitIds">What the user message of one of its attempts carries.</param>
    /// <param name="early">Hears a cancel while the thread cannot be had.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ThreadUnusableException">The thread is locked.</exception>
    public static async Task<LostTurn> ReadAsync(
        TurnServices services, SessionBinding? binding, ThreadTerms terms, IReadOnlySet<string> submitIds, EarlyStop early, CancellationToken cancellationToken)
    {
        if (binding is null)
        {
            return Absent;
        }

        try
        {
            await using var thread = await early.WaitAsync(token => services.Threads.OpenAsync(binding, mustExist: true, folder: null, terms, token));
            return await ReadAsync(services, thread, submitIds, cancellationToken);
        }
        catch (ThreadUnusableException exception) when (exception.Code == ThreadUnusableException.Gone)
        {
            return Absent;
        }
    }

    private static async Task<LostTurn> ReadAsync(
        TurnServices services, OpenThread thread, IReadOnlySet<string> submitIds, CancellationToken cancellationToken)
    {
        var found = await ThreadTurn.FindAsync(thread.Client, thread.ThreadId, submitIds, cancellationToken);
        if (found is not { IsInProgress: true })
        {
            return new LostTurn(await WithCallsAsync(thread, found, cancellationToken));
        }

        // For an owner that lost the lease. Two turns in one thread must not be, and only its end says what it did.
        if (!await TurnStopping.EndAsync(thread, found.Id, followed: false, services.Options.StopTimeout, services.Time))
        {
            thread.Poison();
            return new LostTurn(found, StillRuns: true);
        }

        found = await ThreadTurn.FindAsync(thread.Client, thread.ThreadId, submitIds, cancellationToken);
        return new LostTurn(await WithCallsAsync(thread, found, cancellationToken));
    }

    /// <summary>A turn that was cut off may have begun tools of which neither the history nor our log knows.</summary>
    private static async Task<ThreadTurn?> WithCallsAsync(OpenThread thread, ThreadTurn? turn, CancellationToken cancellationToken)
    {
        if (turn is null or { IsCompleted: true })
        {
            return turn;
        }

        var path = (await thread.Client.ReadThreadAsync(thread.ThreadId, includeTurns: false, cancellationToken)).Path;
        return turn with { Unsettled = await RolloutCalls.ReadAsync(path, turn.Id, cancellationToken) };
    }
}

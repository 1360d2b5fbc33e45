using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Threads;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// Stops a turn that no loop reads any more, and sees it end: until then the next turn/start of the thread would steer it and
/// take its output for its own.
/// </summary>
internal static class TurnStopping
{
    /// <summary>A turn that does not run yet cannot be interrupted: then Codex is asked again.</summary>
    public static TimeSpan Again { get; } = TimeSpan.FromMilliseconds(50);

    /// <summary>True when the turn is over; false when Codex did not confirm that within <paramref name="limit"/> (contracts.md §7).</summary>
    /// <param name="thread">The thread, followed.</param>
    /// <param name="turnId">The turn.</param>
    /// <param name="followed">True when the thread was followed since before the turn: then its end must come, or has been missed by nobody.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="time">The clock.</param>
    public static async Task<bool> EndAsync(OpenThread thread, string turnId, bool followed, TimeSpan limit, TimeProvider time)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token);
        // Beside the requests: Codex's answers come only while its messages are read.
        var end = SeeEndAsync(thread, turnId, reading.Token);
        var stopped = thread.StoppedTurn();
        try
        {
            var asked = await thread.InterruptAsync(turnId, timeout.Token);
            while (!asked && followed && await Task.WhenAny(end, Task.Delay(Again, time, timeout.Token)) != end)
            {
                asked = await thread.InterruptAsync(turnId, timeout.Token);
            }

            if ((asked || followed) && !await end)
            {
                return false;
            }

            // The interrupt leaves a running command alive as a background terminal.
            await thread.CleanTerminalsAsync(timeout.Token);
            return true;
        }
        catch (AppServerDiedException)
        {
            return true;
        }
        catch (Exception exception) when (exception is AppServerException or OperationCanceledException)
        {
            return false;
        }
        finally
        {
            stopped.Stopped([]);
            await reading.CancelAsync();
            await end;
        }
    }

    /// <summary>Never faults: false when the end did not come.</summary>
    private static async Task<bool> SeeEndAsync(OpenThread thread, string turnId, CancellationToken cancellationToken)
    {
        try
        {
            while (await thread.Messages.WaitToReadAsync(cancellationToken))
            {
                while (thread.Messages.TryRead(out var message))
                {
                    if (message is ProcessDied || (message is Notification last && last.TurnId == turnId && TurnSignal.Read(last).Kind == TurnSignalKind.Ended))
                    {
                        return true;
                    }
                }
            }

            return false;
        }
        catch (Exception exception) when (exception is AppServerException or OperationCanceledException)
        {
            return false;
        }
    }
}

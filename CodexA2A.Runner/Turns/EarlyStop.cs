using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>Hears a cancel, or the wish to park, while a turn waits for what it needs before it begins: a lock, its thread.</summary>
/// <param name="turn">Whose inbox is heard.</param>
/// <param name="parksOnDrain">True for what has not begun while it waits: a drain need not wait for it.</param>
internal sealed class EarlyStop(ActiveTurn turn, bool parksOnDrain = false)
{
    /// <summary>What was heard.</summary>
    public TurnStop Reason { get; private set; }

    /// <summary>True when <paramref name="exception"/> only says that it was heard.</summary>
    public bool Explains(Exception exception) =>
        exception is OperationCanceledException && Reason != TurnStop.None && !turn.Aborted.IsCancellationRequested;

    /// <summary>Waits for what <paramref name="work"/> gets; when it is told to stop it gives up, and puts away what came all the same.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop, see <see cref="Reason"/>; or the lease is lost.</exception>
    public async Task<T> WaitAsync<T>(Func<CancellationToken, Task<T>> work) where T : notnull
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(turn.Aborted);
        var working = work(giveUp.Token);
        while (!working.IsCompleted && Reason == TurnStop.None && !giveUp.IsCancellationRequested)
        {
            await Task.WhenAny(working, turn.Inbox.WaitToReadAsync(giveUp.Token).AsTask());
            Listen();
        }

        if (Reason != TurnStop.None)
        {
            await giveUp.CancelAsync();
        }

        var result = await working;
        if (Reason == TurnStop.None)
        {
            return result;
        }

        await PutAwayAsync(result);
        throw Stopped();
    }

    /// <summary>Looks once more, before there is no way back.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop, see <see cref="Reason"/>.</exception>
    public void ThrowIfTold()
    {
        Listen();
        if (Reason != TurnStop.None)
        {
            throw Stopped();
        }
    }

    private void Listen()
    {
        while (turn.Inbox.TryRead(out var input))
        {
            if (input is TurnInput.Command { Value: (SteerTurn or DriveExec) and var later })
            {
                turn.Early.Enqueue(later);
            }

            Reason = input switch
            {
                TurnInput.Command { Value: CancelTurn or DriveExec { Action: DriveExec.Terminate } } => TurnStop.Cancel,
                TurnInput.Park when Reason == TurnStop.None => TurnStop.Park,
                TurnInput.Drain when parksOnDrain && Reason == TurnStop.None => TurnStop.Park,
                _ => Reason,
            };
        }
    }

    private static OperationCanceledException Stopped() => new("The turn was stopped before it began.");

    private static async ValueTask PutAwayAsync(object result)
    {
        switch (result)
        {
            case IAsyncDisposable asynchronous:
                await asynchronous.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }
}

using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping.Exec;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Exec;

/// <summary>
/// Does what is asked of a running command, in order, and tells whoever asked. Codex is asked beside the command's loop, because its
/// messages must be read on meanwhile. A command that does not read what is written to it holds up whatever comes behind in Codex: then
/// nothing more is asked until that is through, but for its end.
/// </summary>
internal sealed class ExecInputs(IExecProcess process, TurnReplies replies, TimeProvider time)
{
    /// <summary>So many wait here, besides those that wait in the store: as many as may wait there.</summary>
    internal const int Most = 1_000;

    /// <summary>So many bytes of them.</summary>
    internal const long MostBytes = WaitingBound.Written;

    /// <summary>How long Codex may need for one. Less than whoever asks waits for.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly InputBound _bound = new(Most, MostBytes);
    private Task _last = Task.CompletedTask;
    private Task _stuck = Task.CompletedTask;

    // Behind one that was refused none goes in until nothing waits, or what the command reads would have a hole. This one was refused when it came,
    private bool _full;

    // and this one when its turn came: then those that wait behind it are, too.
    private volatile bool _broken;

    /// <summary>Does what was accepted before the command began, which the store has bounded.</summary>
    public void AddEarly(DriveExec drive, CancellationToken cancellationToken)
    {
        var size = Size(drive);
        _bound.Enter(size);
        Chain(drive, size, cancellationToken);
    }

    /// <summary>Does it, behind what was asked before. What is too much is refused at once, and what follows it until nothing waits; its end never is.</summary>
    public void Add(DriveExec drive, CancellationToken cancellationToken)
    {
        var size = Size(drive);
        if (_bound.IsEmpty)
        {
            _full = _broken = false;
        }

        if (drive.Action == DriveExec.Terminate)
        {
            _bound.Enter(size);
        }
        else if (_full || _broken || !_bound.TryEnter(size))
        {
            _full = true;
            _ = replies.SayAsync(drive, ControlReply.Failed(ExecErrors.Full(drive)));
            return;
        }

        Chain(drive, size, cancellationToken);
    }

    /// <summary>Completes when all of it is told, or the limit is over; never faults. What Codex has not done when the command ended, it refuses by itself.</summary>
    public Task EndAsync(TimeSpan limit) => Task.WhenAny(_last, Task.Delay(limit, time));

    private static long Size(DriveExec drive) => WaitingBound.Of(drive)!.Value.Weight;

    private void Chain(DriveExec drive, long size, CancellationToken cancellationToken)
    {
        var before = _last;
        _last = RunAsync();

        async Task RunAsync()
        {
            await before;
            var reply = await DoAsync(drive, cancellationToken);
            _bound.Leave(size);
            await replies.SayAsync(drive, reply);
        }
    }

    private async Task<ControlReply> DoAsync(DriveExec drive, CancellationToken cancellationToken)
    {
        if (drive.Action == DriveExec.Terminate)
        {
            await process.TerminateAsync();
            return ExecErrors.Done(drive);
        }

        if (_broken || !_stuck.IsCompleted)
        {
            _broken = true;
            return ControlReply.Failed(ExecErrors.Full(drive));
        }

        try
        {
            var asking = drive.Action == DriveExec.Write
                ? process.WriteAsync(drive.DeltaBase64, drive.CloseStdin, cancellationToken)
                : process.ResizeAsync(drive.Rows, drive.Cols, cancellationToken);
            using var answered = new CancellationTokenSource();
            if (await Task.WhenAny(asking, Task.Delay(Limit, time, answered.Token)) != asking)
            {
                _stuck = asking.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                return ControlReply.Failed(ExecErrors.Stuck(drive, Limit));
            }

            await answered.CancelAsync();
            await asking;
            return ExecErrors.Done(drive);
        }
        catch (AppServerException exception)
        {
            var fault = ExecErrors.Fault(drive, exception);
            _broken |= fault.Reason == ExecErrors.InputFull;
            return ControlReply.Failed(fault);
        }
        catch (OperationCanceledException)
        {
            return ControlReply.Failed(ExecErrors.Gone(drive));
        }
    }
}

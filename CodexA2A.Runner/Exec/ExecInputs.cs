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
    /// <summary>So many wait here, besides those that wait in the store; they are bound for one pipe.</summary>
    internal const int Most = 256;

    /// <summary>So many bytes of them.</summary>
    internal const long MostBytes = 1024 * 1024;

    /// <summary>How long Codex may need for one. Less than whoever asks waits for.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly InputBound _bound = new(Most, MostBytes);
    private Task _last = Task.CompletedTask;
    private Task _stuck = Task.CompletedTask;

    /// <summary>Does it, behind what was asked before. What is too much is refused at once; its end never is.</summary>
    public void Add(DriveExec drive, CancellationToken cancellationToken)
    {
        var size = drive.DeltaBase64?.Length ?? 0;
        var ends = drive.Action == DriveExec.Terminate;
        if (!ends && !_bound.TryEnter(size))
        {
            _ = replies.SayAsync(drive, ControlReply.Failed(ExecErrors.Full(drive)));
            return;
        }

        var before = _last;
        _last = RunAsync();

        async Task RunAsync()
        {
            await before;
            var reply = await DoAsync(drive, cancellationToken);
            if (!ends)
            {
                _bound.Leave(size);
            }

            await replies.SayAsync(drive, reply);
        }
    }

    /// <summary>Completes when all of it is told, or the limit is over; never faults. What Codex has not done when the command ended, it refuses by itself.</summary>
    public Task EndAsync(TimeSpan limit) => Task.WhenAny(_last, Task.Delay(limit, time));

    private async Task<ControlReply> DoAsync(DriveExec drive, CancellationToken cancellationToken)
    {
        if (drive.Action == DriveExec.Terminate)
        {
            await process.TerminateAsync();
            return ExecErrors.Done(drive);
        }

        if (!_stuck.IsCompleted)
        {
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
            return ControlReply.Failed(ExecErrors.Fault(drive, exception));
        }
        catch (OperationCanceledException)
        {
            return ControlReply.Failed(ExecErrors.Gone(drive));
        }
    }
}

using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping.Exec;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Exec;

/// <summary>
/// Does what is asked of a running command, in order, and tells whoever asked. Codex is asked beside the command's loop, because its
/// messages must be read on meanwhile.
/// </summary>
internal sealed class ExecInputs(IExecProcess process, TurnReplies replies)
{
    private Task _last = Task.CompletedTask;

    /// <summary>Does it, behind what was asked before.</summary>
    public void Add(DriveExec drive, CancellationToken cancellationToken)
    {
        var before = _last;
        _last = RunAsync();

        async Task RunAsync()
        {
            await before;
            await replies.SayAsync(drive, await DoAsync(drive, cancellationToken));
        }
    }

    /// <summary>Completes when all of it is told, or the limit is over; never faults. What Codex has not done when the command ended, it refuses by itself.</summary>
    public Task EndAsync(TimeSpan limit, TimeProvider time) => Task.WhenAny(_last, Task.Delay(limit, time));

    private async Task<ControlReply> DoAsync(DriveExec drive, CancellationToken cancellationToken)
    {
        try
        {
            await (drive.Action switch
            {
                DriveExec.Write => process.WriteAsync(drive.DeltaBase64, drive.CloseStdin, cancellationToken),
                DriveExec.Resize => process.ResizeAsync(drive.Rows, drive.Cols, cancellationToken),
                _ => process.TerminateAsync(),
            });
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

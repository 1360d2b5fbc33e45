using CodexA2A.Runner.Mapping.Exec;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>What each command does; called by the session's loop, one at a time.</summary>
internal sealed partial class SessionRunner
{
    private async Task TakeAsync(QueuedCommand command)
    {
        _cursor.See(command);
        switch (command.Command)
        {
            case BeginTask:
                _waiting.Add(command);
                break;
            case CancelTurn cancel when _waiting.Contains(cancel.TaskId):
                await EndWaitingAsync(cancel.TaskId);
                break;
            case UnknownCommand unknown:
                LogUnknown(unknown.Kind, unknown.Schema, unknown.TaskId);
                if (unknown.IsTurn && _turn?.TaskId != unknown.TaskId)
                {
                    await turns.RefuseAsync(lease, unknown.TaskId, _abort.Token);
                }

                break;
            case SteerTurn steer:
                await SteerAsync(steer);
                break;
            case DriveExec drive:
                await DriveAsync(drive);
                break;
            default:
                if (_turn is { } turn && turn.TaskId == command.Command.TaskId)
                {
                    await turn.PostAsync(command.Command, _abort.Token);
                }

                // Otherwise it is about a turn that has ended, and there is nothing left to do.
                break;
        }
    }

    private async Task EndWaitingAsync(string taskId)
    {
        await turns.CancelWaitingAsync(lease, taskId, _abort.Token);
        _waiting.Remove(taskId);
        foreach (var held in _waiting.TakeHeld(taskId))
        {
            await turns.UnreadAsync(held);
        }
    }

    /// <summary>
    /// True when nobody is to be told anything now. The store keeps what is sent to a turn that has not begun, and whoever begins it does
    /// all of that: it is told what came of it then. What is left to the next owner is told by that one.
    /// </summary>
    private bool Keeps(TurnCommand command) => _waiting.Hold(command) || command.TaskId == _parked;

    /// <summary>Hands a steer to the turn it was meant for. After a loss it may be read again: then that turn is over, and the one that goes on in its place is another.</summary>
    private async Task SteerAsync(SteerTurn steer)
    {
        if (Keeps(steer))
        {
            return;
        }

        if (_turn is not { } turn || turn.TaskId != steer.TaskId)
        {
            await replies.RefuseAsync(steer, "the turn has ended.");
        }
        else if (turn.CommandId == lease.Begun && steer.SeenEpoch < lease.Epoch)
        {
            await replies.RefuseAsync(steer, "the turn was lost with its runner, and goes on as another one.");
        }
        else if (!await turn.PostAsync(steer, _abort.Token))
        {
            await replies.RefuseAsync(steer, "the turn has ended.");
        }
    }

    /// <summary>Hands what is to be done to a command to the one that it was meant for.</summary>
    private async Task DriveAsync(DriveExec drive)
    {
        if (drive.Action == DriveExec.Terminate && _waiting.Contains(drive.TaskId))
        {
            await EndWaitingAsync(drive.TaskId);
            await replies.SayAsync(drive, ExecErrors.Done(drive));
        }
        else if (!Keeps(drive) && (_turn is not { IsExec: true } turn || turn.TaskId != drive.TaskId || !await turn.PostAsync(drive, _abort.Token)))
        {
            await replies.SayAsync(drive, ControlReply.Failed(ExecErrors.Gone(drive)));
        }
    }

    /// <summary>True when nothing is left of the session. No turn is unfinished then; the last one may be about to let go of its thread.</summary>
    private async Task<bool> ForgetAsync(QueuedCommand command)
    {
        if (_turn is { } last)
        {
            await FinishAsync(last);
        }

        if (await forgetter.RunAsync(lease, command, _abort.Token))
        {
            return true;
        }

        _binding = null;
        _cursor.Finish(command.Id);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A command {Kind} (schema {Schema}) of task {TaskId} was written by a later release and is passed over.")]
    private partial void LogUnknown(string kind, int schema, string taskId);
}

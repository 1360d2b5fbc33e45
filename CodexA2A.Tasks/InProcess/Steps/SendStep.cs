using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>Sends the owner of a task's session a command about it.</summary>
internal static class SendStep
{
    /// <summary>The step.</summary>
    public static SendStatus Run(SeamBatch batch, TurnCommand command)
    {
        if (batch.Task(command.TaskId) is not { } task || task.Owner != command.Owner)
        {
            return SendStatus.Unknown;
        }

        if (task.Ended)
        {
            return SendStatus.Terminal;
        }

        if (command is not CancelTurn || !Cancels(batch, batch.Session(task.Session)!, task.TaskId))
        {
            Commands.Send(batch, task, command);
        }

        return SendStatus.Accepted;
    }

    // To cancel twice is to have canceled: the one that waits says it all.
    private static bool Cancels(SeamBatch batch, SessionHead session, string taskId) => session.Commands.Any(
        entry => !entry.Turn && entry.TaskId == taskId && (entry.Command ?? batch.Rows.Commands.Load(session.Id, entry, session.Owner)) is CancelTurn);
}

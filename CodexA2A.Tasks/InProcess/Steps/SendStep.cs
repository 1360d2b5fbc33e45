using CodexA2A.Tasks.InProcess.Engine;

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

        Commands.Send(batch, task, command);
        return SendStatus.Accepted;
    }
}

using System.Text.Json.Nodes;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>Questions, as a client sees and answers them.</summary>
internal static class Interrupts
{
    /// <summary>The id of the open question.</summary>
    public static string Question(AgentTask task) => (string)task.Metadata!["shared"]!["interrupt"]!["request_id"]!;

    /// <summary>The task as soon as it asks something else than before.</summary>
    public static async Task<AgentTask> AskedAgainAsync(A2AHttp client, string id, string before, CancellationToken cancellationToken)
    {
        AgentTask? task = null;
        await foreach (var (_, e) in client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, cancellationToken))
        {
            task = TaskProjection.Apply(task, e);
            if (task.Status.State == TaskState.InputRequired && Question(task) != before)
            {
                return task;
            }
        }

        throw new InvalidOperationException($"The turn ended without asking again: {task?.Status}");
    }

    /// <summary>Says yes until the task has ended.</summary>
    public static async Task<AgentTask> ApproveAllAsync(A2AHttp client, AgentTask task, CancellationToken cancellationToken)
    {
        for (var answers = 0; !task.Status.State.IsTerminal; answers++)
        {
            Assert.True(answers < 20, "It asks without end.");
            var question = Question(task);
            await client.SendAsync(A2AHttp.Message("approve", taskId: task.Id), cancellationToken);
            await Waiting.ForAsync(
                async () =>
                {
                    task = await client.GetTaskAsync(task.Id, cancellationToken);
                    return task.Status.State.IsTerminal || (task.Status.State == TaskState.InputRequired && Question(task) != question);
                },
                cancellationToken);
        }

        return task;
    }
}

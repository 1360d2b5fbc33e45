using System.Text.Json.Nodes;

namespace CodexA2A.Runner.Mapping.Exec;

/// <summary>The end of a task whose command was lost with its owner.</summary>
internal static class ExecLosses
{
    /// <summary>Closes what is open in the task, and says why.</summary>
    public static IReadOnlyList<StreamResponse> Of(AgentTask task, ExecIdentity exec, TaskError error, DateTimeOffset now)
    {
        var codex = new JsonObject
        {
            ["exec"] = new JsonObject
            {
                ["process_id"] = exec.ProcessId,
                ["command"] = exec.Command,
                ["phase"] = "failed",
                ["tty"] = exec.Tty,
                ["terminated"] = false,
                ["error"] = error.Message,
            },
        };
        return [.. new TurnEventMapper(exec.Turn, task).Finish(TurnOutcome.Failed(error), now, codex).Select(mapped => mapped.Event)];
    }
}

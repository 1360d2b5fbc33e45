using System.Diagnostics.CodeAnalysis;

namespace CodexA2A.Protocol.Json;

/// <summary>Wire names of the enums (A2A 1.0, 5.5), for JSON, query parameters and logs.</summary>
public static class WireNames
{
    /// <summary>Names of <see cref="TaskState"/>, by number.</summary>
    internal static readonly string[] TaskStates =
    [
        "TASK_STATE_UNSPECIFIED", "TASK_STATE_SUBMITTED", "TASK_STATE_WORKING", "TASK_STATE_COMPLETED", "TASK_STATE_FAILED",
        "TASK_STATE_CANCELED", "TASK_STATE_INPUT_REQUIRED", "TASK_STATE_REJECTED", "TASK_STATE_AUTH_REQUIRED",
    ];

    /// <summary>Names of <see cref="Role"/>, by number.</summary>
    internal static readonly string[] Roles = ["ROLE_UNSPECIFIED", "ROLE_USER", "ROLE_AGENT"];

    extension(TaskState state)
    {
        /// <summary>The proto name, such as <c>TASK_STATE_WORKING</c>.</summary>
        public string WireName => TaskStates[(int)state];
    }

    /// <summary>Reads a state's proto name, exactly as written.</summary>
    public static bool TryParseTaskState([NotNullWhen(true)] string? name, out TaskState state)
    {
        var index = Array.IndexOf(TaskStates, name);
        state = (TaskState)Math.Max(index, 0);
        return index >= 0;
    }
}

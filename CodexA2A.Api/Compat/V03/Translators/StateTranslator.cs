using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>States of tasks by the words of 0.3, and roles.</summary>
internal static class StateTranslator
{
    /// <summary>The canceled state of the proto of 0.3 has two Ls.</summary>
    private const string RestCanceled = "TASK_STATE_CANCELLED";

    private static readonly string[] RpcStates =
        ["unknown", "submitted", "working", "completed", "failed", "canceled", "input-required", "rejected", "auth-required"];

    public static string ToRpc(TaskState state) => RpcStates[(int)state];

    public static string ToRest(TaskState state) => state == TaskState.Canceled ? RestCanceled : state.WireName;

    /// <exception cref="A2AException">InvalidParams.</exception>
    public static TaskState FromRpc(string? state, string path)
    {
        var index = Array.IndexOf(RpcStates, state);
        return index >= 0 ? (TaskState)index : throw A2AException.InvalidParams(path, "must be one of " + string.Join(", ", RpcStates));
    }

    /// <exception cref="A2AException">InvalidParams.</exception>
    public static TaskState FromRest(string? state, string path) =>
        state == RestCanceled ? TaskState.Canceled
        : WireNames.TryParseTaskState(state, out var known) ? known
        : throw A2AException.InvalidParams(path, "must be a state of A2A 0.3, such as TASK_STATE_WORKING");

    public static string ToRpc(Role role) => role == Role.User ? "user" : "agent";

    public static string ToRest(Role role) => role == Role.User ? "ROLE_USER" : "ROLE_AGENT";

    /// <exception cref="A2AException">InvalidParams.</exception>
    public static Role RoleFromRpc(string? role, string path) => role switch
    {
        "user" => Role.User,
        "agent" => Role.Agent,
        _ => throw A2AException.InvalidParams(path, "must be user or agent"),
    };

    /// <exception cref="A2AException">InvalidParams.</exception>
    public static Role RoleFromRest(string? role, string path) => role switch
    {
        "ROLE_USER" => Role.User,
        "ROLE_AGENT" => Role.Agent,
        _ => throw A2AException.InvalidParams(path, "must be ROLE_USER or ROLE_AGENT"),
    };
}

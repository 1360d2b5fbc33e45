using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>A snapshot as a script takes it: JSON, last event, state, time of the status, whether that ends the task.</summary>
internal static class SnapshotValues
{
    /// <summary>The five values; empty without one.</summary>
    public static RedisValue[] Of(TaskSnapshot? snapshot) => snapshot is null
        ? ["", "", "", "", ""]
        :
        [
            snapshot.Json, snapshot.Last.ToString(), (int)snapshot.State, ScriptReply.Of(snapshot.StatusAt), snapshot.State.IsTerminal ? "1" : "0",
        ];
}

/// <summary>A binding as a script takes it and the session holds it: thread, home, whether a client named it.</summary>
internal static class BindingValues
{
    /// <summary>The three values; empty without one.</summary>
    public static RedisValue[] Of(SessionBinding? binding) =>
        binding is null ? ["", "", ""] : [binding.ThreadId, binding.Home, binding.Explicit ? "1" : "0"];

    /// <summary>The binding of three texts; null without a thread.</summary>
    public static SessionBinding? Read(string? thread, string? home, string? named) =>
        string.IsNullOrEmpty(thread) ? null : new SessionBinding(thread, home ?? "", named == "1");
}

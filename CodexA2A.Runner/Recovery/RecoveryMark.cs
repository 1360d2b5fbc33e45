using System.Text.Json.Nodes;

namespace CodexA2A.Runner.Recovery;

/// <summary>
/// What a task says of the losses of its turn, <c>metadata.codex.recovery</c>. The number of the attempt lives there and nowhere else,
/// so that it is the same for every owner and never used twice.
/// </summary>
internal static class RecoveryMark
{
    private const string Name = "recovery";
    private const string Attempt = "attempt";

    /// <summary>How many attempts were begun so far.</summary>
    public static int Attempts(AgentTask task) =>
        ((task.Metadata?["codex"] as JsonObject)?[Name] as JsonObject)?[Attempt] is JsonValue value && value.TryGetValue(out int attempt) ? attempt : 1;

    /// <summary>Members of <c>metadata.codex</c>: what was decided, and which attempt begins, or was the last.</summary>
    public static JsonObject Of(string reason, int attempt) =>
        new() { [Name] = new JsonObject { ["reason"] = reason, [Attempt] = attempt } };
}

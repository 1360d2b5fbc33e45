using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.Support;

/// <summary>Calls about turns that run.</summary>
internal static class TurnCalls
{
    public static Call Steer(string thread, string turn = "turn-1", string words = "more") => new("codex.turns.steer", new JsonObject
    {
        ["thread_id"] = thread,
        ["expectedTurnId"] = turn,
        ["request"] = new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = words }) },
    });

    public static Call Review(string thread, JsonObject? target = null) => new("codex.review.start", new JsonObject
    {
        ["thread_id"] = thread,
        ["target"] = target ?? new JsonObject { ["type"] = "uncommittedChanges" },
        ["delivery"] = "inline",
    });

    public static Call Watch(string thread, string turn) => new("codex.review.watch", new JsonObject
    {
        ["thread_id"] = thread,
        ["review_thread_id"] = thread,
        ["turn_id"] = turn,
        ["request"] = new JsonObject { ["events"] = new JsonArray("review.completed") },
    });

    /// <summary>The same send, saying what is wanted while the task or its context is at work.</summary>
    public static Call Busy(Call send, string wish, string? name = null, JsonNode? value = null) => send.With(call =>
    {
        var codex = new JsonObject { ["when_busy"] = wish };
        if (name is not null) codex[name] = value;
        call["metadata"] = new JsonObject { ["codex"] = codex };
    });
}

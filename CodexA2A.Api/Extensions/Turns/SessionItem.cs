using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Control;

namespace CodexA2A.Api.Extensions.Turns;

/// <summary>The message of the agent's that a method of a session answers with, as its <c>item</c>.</summary>
internal static class SessionItem
{
    /// <summary>Says <paramref name="text"/>.</summary>
    /// <param name="call">The call.</param>
    /// <param name="messageId">The message's id.</param>
    /// <param name="taskId">The task that it is of; null where there is none.</param>
    /// <param name="text">What was said.</param>
    /// <param name="codex">The member <c>codex</c> of its metadata; null for none.</param>
    public static JsonObject Of(OwnThreadCall call, string messageId, string? taskId, string text, JsonObject? codex = null)
    {
        var metadata = new JsonObject { ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = call.Id } } };
        if (codex is not null) metadata["codex"] = codex;
        var item = new JsonObject { ["messageId"] = messageId, ["role"] = "ROLE_AGENT" };
        if (taskId is not null) item["taskId"] = taskId;
        item["contextId"] = call.Session.ContextId;
        item["parts"] = new JsonArray(new JsonObject { ["text"] = text });
        item["metadata"] = metadata;
        return new JsonObject { ["item"] = item };
    }
}

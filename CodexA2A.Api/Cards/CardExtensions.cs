using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions;
using CodexA2A.Api.Extensions.Sessions;

namespace CodexA2A.Api.Cards;

/// <summary>The extensions on the card; none is required.</summary>
internal static class CardExtensions
{
    /// <summary>The extensions; with the methods on the extended card.</summary>
    public static IReadOnlyList<AgentExtension> All(bool extended) =>
    [
        Extension(KnownExtensions.SessionBinding, "Goes on with a thread, and says which one a task belongs to.", SessionParams(extended)),
        Extension(KnownExtensions.StreamHints, "Says what each event of a stream is; streams can be gone on with after any event.", new JsonObject
        {
            ["artifact_field"] = "metadata.shared.stream",
            ["status_fields"] = Strings("metadata.shared.stream", "metadata.shared.session", "metadata.shared.usage", "metadata.shared.interrupt"),
            ["resume_header"] = Headers.LastEventId,
        }),
        Extension(KnownExtensions.InteractiveInterrupt, "Questions and approvals: answered by a message with the task's id, or by a method.", InterruptParams(extended)),
    ];

    private static JsonObject SessionParams(bool extended)
    {
        var parameters = new JsonObject
        {
            ["behavior"] = "prefer_metadata_binding_else_create_session",
            ["request_fields"] = Strings(Metadata.SessionId, Metadata.Directory),
            ["response_fields"] = Strings("metadata.shared.session"),
        };
        if (extended)
        {
            parameters["methods"] = Strings(ForgetMethod.Name);
            parameters["errors"] = Strings("SESSION_NOT_FOUND", "TASK_BUSY");
        }

        return parameters;
    }

    private static JsonObject InterruptParams(bool extended)
    {
        var parameters = new JsonObject
        {
            ["request_id_field"] = Metadata.InterruptRequestId,
            ["answers"] = Strings("approve", "yes", "approve for session", "deny", "no", "cancel"),
            ["activated"] = "the response stream stays open across questions",
        };
        if (extended)
        {
            parameters["methods"] = Strings(
                "a2a.interrupt.permission.reply", "a2a.interrupt.question.reply", "a2a.interrupt.question.reject", "codex.interrupts.list");
            parameters["errors"] = Strings(
                "INTERRUPT_REQUEST_NOT_FOUND", "INTERRUPT_REQUEST_EXPIRED", "INTERRUPT_TYPE_MISMATCH", "INTERRUPT_ALREADY_ANSWERED", "INTERRUPT_SUPERSEDED");
        }

        return parameters;
    }

    private static AgentExtension Extension(KnownExtension known, string description, JsonObject parameters)
    {
        parameters["alias"] = known.Alias;
        return new AgentExtension { Uri = known.Uri, Description = description, Params = parameters };
    }

    private static JsonArray Strings(params ReadOnlySpan<string> texts)
    {
        var array = new JsonArray();
        foreach (var text in texts)
        {
            array.Add((JsonNode)text);
        }

        return array;
    }
}

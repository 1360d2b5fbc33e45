using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Interrupts;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>The agent's questions, and how they are answered.</summary>
internal static class InteractiveInterruptExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:interactive-interrupt:v1",
        Alias = "urn:a2a:interactive-interrupt/v1",
        Description = "Questions and approvals: answered by a message with the task's id, or by a method.",
        Params = _ => new JsonObject
        {
            ["request_id_field"] = Metadata.InterruptRequestId,
            ["answers"] = Json.Strings("approve", "yes", "approve for session", "approve always", "amend", "deny", "no", "cancel"),
            ["activated"] = "the response stream stays open across questions",
        },
        Methods = [InterruptMethods.PermissionReply, InterruptMethods.QuestionReply, InterruptMethods.QuestionReject, InterruptMethods.PermissionsReply, InterruptMethods.ElicitationReply],
        Errors = ["INTERRUPT_REQUEST_NOT_FOUND", "INTERRUPT_REQUEST_EXPIRED", "INTERRUPT_TYPE_MISMATCH", "INTERRUPT_ALREADY_ANSWERED", "INTERRUPT_SUPERSEDED"],
    };
}

using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Sessions;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>Which Codex thread a task belongs to.</summary>
internal static class SessionBindingExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:session-binding:v1",
        Alias = "urn:a2a:session-binding/v1",
        Description = "Goes on with a thread, and says which one a task belongs to.",
        Params = _ => new JsonObject
        {
            ["behavior"] = "prefer_metadata_binding_else_create_session",
            ["request_fields"] = Json.Strings(Metadata.SessionId, Metadata.Directory),
            ["response_fields"] = Json.Strings("metadata.shared.session"),
        },
        Methods = [ForgetMethod.Name],
        Errors = ["SESSION_NOT_FOUND", "TASK_BUSY"],
    };
}

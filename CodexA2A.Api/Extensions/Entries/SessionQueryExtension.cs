using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Sessions;
using CodexA2A.Api.Extensions.Turns;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>Reading sessions.</summary>
internal static class SessionQueryExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:session-query:v1",
        Alias = "urn:codex-a2a:codex-session-query/v1",
        Description = "Lists the caller's sessions, the one used last first, and what was said in them; runs turns in them.",
        OnExtendedCardOnly = true,
        Params = _ => new JsonObject
        {
            ["items"] = "sessions are completed tasks whose id is the thread's, and messages are messages; Codex's own record is metadata.codex.raw",
            ["pagination"] = "limit (1 to 100) and cursor; next_cursor is null on the last page",
        },
        Methods = [.. SessionQueries.Names, .. SessionTurns.Names],
        Errors = ["SESSION_NOT_FOUND", "TURN_NOT_COMPLETED", "NO_RUNNER"],
    };
}

using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Turns;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>Commands of the caller's own.</summary>
internal static class SessionShellExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:session-shell:v1",
        Description = "Runs a command of the caller's in the workspace, in the sandbox of the agent's commands, for at most 20 seconds.",
        OnExtendedCardOnly = true,
        Params = _ => new JsonObject { ["item"] = "a message with what it printed; metadata.codex.exec has exit_code, stdout and stderr" },
        Methods = SessionShell.Names,
        Errors = ["SESSION_NOT_FOUND", "NO_RUNNER"],
        IsOn = options => options.EnableSessionShell,
        Setting = "A2A:EnableSessionShell",
    };
}

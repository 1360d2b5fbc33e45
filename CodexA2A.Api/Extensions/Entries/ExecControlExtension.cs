using System.Text.Json.Nodes;
using CodexA2A.Api.Access;
using CodexA2A.Api.Extensions.Exec;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>Commands of the caller's own that can be typed to.</summary>
internal static class ExecControlExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:exec-control:v1",
        Alias = "urn:codex-a2a:codex-exec/v1",
        Description = "Runs commands of the caller's in the workspace, in the sandbox of the agent's commands, each as a task to subscribe to.",
        OnExtendedCardOnly = true,
        Params = _ => new JsonObject
        {
            ["capability"] = CapabilityNames.Of(Capability.Exec),
            ["request_field"] = "metadata.codex.directory",
            ["stream_sources"] = Json.Strings("codex.exec.output_delta", "codex.exec.result", "codex.exec.status"),
            ["output"] = "artifact tool; metadata.codex.exec of its events has stream, delta_base64 and cap_reached",
            ["end"] = "exit code 0 is COMPLETED, another one FAILED, terminate and CancelTask are CANCELED; metadata.codex.exec has exit_code",
        },
        Methods = ExecMethods.Names,
        Errors = ["EXEC_SESSION_NOT_FOUND", "EXEC_REJECTED", "EXEC_INPUT_FULL", "AUTHORIZATION_FORBIDDEN", "OUTCOME_UNKNOWN"],
        IsOn = options => options.EnableExecControl,
        Setting = "A2A:EnableExecControl",
    };
}

using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Interrupts;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>What still waits for an answer, for a client that came back.</summary>
internal static class InterruptRecoveryExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:interrupt-recovery:v1",
        Alias = "urn:codex-a2a:codex-interrupt-recovery/v1",
        Description = "Lists the agent's questions that still wait for an answer of the caller.",
        OnExtendedCardOnly = true,
        Params = _ => new JsonObject { ["answered_by"] = "the methods of interactive-interrupt, or a message with the task's id" },
        Methods = [InterruptList.Name],
    };
}

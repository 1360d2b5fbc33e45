using System.Text.Json.Nodes;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>What the agent's commands could do when a runner tried.</summary>
internal static class SandboxReportExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:sandbox-report:v1",
        Description = "What a command in the sandbox of the agent's commands could do when it was really tried. Nothing to call.",
        OnExtendedCardOnly = true,
        Params = Report,
    };

    private static JsonObject Report(ExtensionFacts facts)
    {
        var report = facts.Sandbox?.DeepClone().AsObject() ?? [];
        report["answers"] = "yes, no or unknown; holds, which may be nothing_promised, is about the mode's promise: no write outside, no network unless allowed. Without them nothing is known (yet)";
        report["task"] = "metadata.codex.sandbox has mode, holds and tried_at of the runner that ran it";
        return report;
    }
}

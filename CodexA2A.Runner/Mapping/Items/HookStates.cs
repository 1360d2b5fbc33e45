using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Streams;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>A run of a hook as a tool: its event as the name, what it said and how it decided as the output.</summary>
internal static class HookStates
{
    /// <summary>The kind; Codex has no item of it.</summary>
    public const string SourceMethod = "hook";

    private const int MaxEntries = 16;

    /// <summary>How the hook stands. One that blocks something has done its work: its <c>outcome</c> says so.</summary>
    public static ToolState From(HookRun run, bool ended)
    {
        var output = new JsonObject();
        if (ended && run.Status is { Length: > 0 } outcome)
        {
            output["outcome"] = outcome;
        }

        if (run.Entries is { Count: > 0 } entries)
        {
            output["entries"] = new JsonArray([.. entries.Take(MaxEntries).Select(entry => (JsonNode)new JsonObject
            {
                ["kind"] = entry.Kind,
                ["text"] = BoundedText.FirstAndLast(entry.Text ?? "", EventSizes.ToolData / MaxEntries).Text,
            })]);
        }

        if (run.DurationMs is { } duration)
        {
            output["duration_ms"] = duration;
        }

        var status = !ended ? ToolStatuses.Running : run.Status == "failed" ? ToolStatuses.Failed : ToolStatuses.Completed;
        return new ToolState(SourceMethod, run.EventName is { Length: > 0 } name ? name : "unknown", status)
        {
            Title = run.StatusMessage,
            Output = output.Count == 0 ? null : output,
        };
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>Items without a mapping of their own become a tool that carries their name and what they say, so that nothing is lost.</summary>
internal static class OtherStates
{
    /// <summary>The item as a tool; null for what is not the agent's doing (the user's own message).</summary>
    public static ToolState? From(ThreadItem item, bool ended, WorkspacePaths paths) => item switch
    {
        CollabAgentToolCallItem call => Collab(call, ended),
        SubAgentActivityItem activity => Tool("subAgentActivity", null, ended, ("kind", activity.Kind), ("agent", activity.AgentPath), ("model", activity.Model)),
        ImageViewItem image => Tool("imageView", null, ended, ("path", image.Path is null ? null : paths.Show(image.Path))),
        ImageGenerationItem image => Tool("imageGeneration", image.Status, ended, ("revised_prompt", image.RevisedPrompt), ("path", image.SavedPath is null ? null : paths.Show(image.SavedPath)), ("failure", image.Failure?.Type), ("file_id", image.FileId)),
        SleepItem sleep => Tool("sleep", null, ended, ("duration_ms", sleep.DurationMs?.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        FunctionCallOutputItem call => Tool("functionCallOutput", null, ended, ("name", call.Name), ("output", Raw(call.Output))),
        HookPromptItem hook => Tool("hookPrompt", null, ended, ("text", string.Join('\n', (hook.Fragments ?? []).Select(f => f.Text)))),
        EnteredReviewModeItem review => Tool("enteredReviewMode", null, ended, ("text", review.Review)),
        ExitedReviewModeItem review => Tool("exitedReviewMode", null, ended, ("text", review.Review)),
        ContextCompactionItem => Tool("contextCompaction", null, ended),
        UnknownItem unknown => Tool(unknown.Type, Status(unknown.Raw), ended, ("item", Raw(unknown.Raw))),
        UserMessageItem => null,
        _ => Tool(item.GetType().Name, null, ended),
    };

    private static ToolState Collab(CollabAgentToolCallItem call, bool ended)
    {
        var state = Tool(call.Tool ?? "collabAgentToolCall", call.Status, ended, ("model", call.Model));
        var input = new JsonObject { ["prompt"] = BoundedText.FirstAndLast(call.Prompt ?? "", Streams.EventSizes.ToolData).Text };
        var agents = new JsonArray();
        foreach (var (_, agent) in call.AgentsStates ?? new Dictionary<string, CollabAgentState>())
        {
            agents.Add((JsonNode)new JsonObject { ["status"] = agent.Status, ["message"] = BoundedText.FirstAndLast(agent.Message ?? "", 4096).Text });
        }

        var output = state.Output ?? [];
        output["agents"] = agents;
        return state with { SourceMethod = "collabAgentToolCall", Input = input, Output = output };
    }

    private static ToolState Tool(string name, string? status, bool ended, params (string Name, string? Value)[] says)
    {
        var output = new JsonObject();
        foreach (var (key, value) in says)
        {
            if (!string.IsNullOrEmpty(value))
            {
                var bounded = BoundedText.FirstAndLast(value, Streams.EventSizes.ToolOutput);
                output[key] = bounded.Text;
                if (bounded.TruncatedBytes > 0)
                {
                    output["truncated_bytes"] = bounded.TruncatedBytes;
                }
            }
        }

        var known = name.Length == 0 ? "unknown" : name;
        return new ToolState(known, known, ToolStatuses.From(status, ended)) { Output = output.Count == 0 ? null : output };
    }

    private static string? Raw(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => other.GetRawText(),
    };

    private static string? Status(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String
            ? status.GetString() : null;
}

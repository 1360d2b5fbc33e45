using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Approvals;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Streams;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>Codex's own review of an action (<c>approvals_reviewer</c> = <c>auto_review</c>) as a tool, with its decision as the output.</summary>
internal static class AutoReviewStates
{
    /// <summary>The kind; Codex has no item of it.</summary>
    public const string SourceMethod = "autoApprovalReview";

    /// <summary>How the review stands.</summary>
    /// <param name="review">The decision so far.</param>
    /// <param name="action">What it is about.</param>
    /// <param name="itemId">The item that waits for it.</param>
    /// <param name="ended">It is decided.</param>
    /// <param name="paths">How paths are shown.</param>
    public static ToolState From(AutoReview? review, AutoReviewAction? action, string? itemId, bool ended, WorkspacePaths paths)
    {
        var input = new JsonObject();
        Set(input, "call_id", itemId);
        Set(input, "action", action?.Type);
        Set(input, "command", (action?.Command ?? action?.Program) is { } command ? BoundedText.FirstAndLast(command, EventSizes.ToolData).Text : null);
        Set(input, "paths", action?.Files is { Count: > 0 } files ? CommandDraft.Strings(files.Take(64).Select(paths.Show)) : null);
        Set(input, "host", action?.Host);
        Set(input, "server", action?.Server);
        Set(input, "tool", action?.ToolName);
        var output = new JsonObject();
        if (ended)
        {
            Set(output, "decision", review?.Status);
        }

        Set(output, "risk_level", review?.RiskLevel);
        Set(output, "rationale", review?.Rationale is { } rationale ? BoundedText.FirstAndLast(rationale, EventSizes.ToolData).Text : null);
        var status = (ended, review?.Status) switch
        {
            (false, _) => ToolStatuses.Running,
            (true, "approved" or "denied") => ToolStatuses.Completed,
            (true, "timedOut") => ToolStatuses.Failed,
            _ => ToolStatuses.Cancelled,
        };
        return new ToolState(SourceMethod, "auto_review", status) { Input = input, Output = output.Count == 0 ? null : output };
    }

    private static void Set(JsonObject target, string name, JsonNode? value) => CommandDraft.Set(target, name, value);
}

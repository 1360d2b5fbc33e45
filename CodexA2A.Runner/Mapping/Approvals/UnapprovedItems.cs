using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping.Approvals;

/// <summary>
/// The tools that wait for a person's yes before they begin, in the task as <c>metadata.codex.unapproved_items</c>: after a loss it is
/// known that they did not run (contracts.md §6). Written with the question, and again before Codex hears the answer.
/// </summary>
internal static class UnapprovedItems
{
    private const string Name = "unapproved_items";

    /// <summary>
    /// The item that does not begin before the answer to <paramref name="request"/>; null when it asks about something else, or about
    /// a command that is at work already (its input, its network, another try outside the sandbox).
    /// </summary>
    /// <param name="request">What Codex asks.</param>
    /// <param name="calls">The calls of MCP tools that are open: whether one may run is asked without its id.</param>
    public static string? Of(ServerRequest request, IEnumerable<McpToolCallItem>? calls = null) => request switch
    {
        CommandApprovalRequest { Kind: null or "command", ApprovalId: null, NetworkApprovalContext: null } command when !IsRetry(command.Reason) => command.ItemId,
        FileChangeApprovalRequest patch when !IsRetry(patch.Reason) => patch.ItemId,
        // Of two calls alike one may be at work.
        ElicitationRequest { IsToolApproval: true } tool when (calls ?? []).Where(call => IsFor(tool, call)).ToArray() is [var only] => only.Id,
        _ => null,
    };

    /// <summary>Members of <c>metadata.codex</c> that say which they are; null says nothing.</summary>
    public static JsonObject? Mark(IReadOnlyCollection<string>? items) =>
        items is null ? null : new JsonObject { [Name] = CommandDraft.Strings(items) };

    /// <summary>The same members, and that there are none any more.</summary>
    public static JsonObject Cleared(JsonObject codex)
    {
        codex[Name] = new JsonArray();
        return codex;
    }

    /// <summary>Those that the task has.</summary>
    public static IReadOnlySet<string> In(AgentTask task) =>
        (task.Metadata?["codex"] as JsonObject)?[Name] is JsonArray items
            ? items.Select(item => item!.GetValue<string>()).ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>();

    private static bool IsFor(ElicitationRequest tool, McpToolCallItem call) =>
        call.Server == tool.ServerName && call.Tool == ElicitationDraft.Meta(tool, "tool_name")
        && (!tool.Meta!.Value.TryGetProperty("tool_params", out var given) || (call.Arguments is { } arguments && JsonElement.DeepEquals(arguments, given)));

    private static bool IsRetry(string? reason) => reason?.Contains("retry without sandbox", StringComparison.OrdinalIgnoreCase) == true;
}

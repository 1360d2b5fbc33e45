using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Items;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping;

/// <summary>What is about the turn but no item of it: hooks, reviews, warnings.</summary>
internal sealed partial class TurnEventMapper
{
    private readonly Dictionary<string, string> _hooks = new(StringComparer.Ordinal);
    private int _lastHook;

    private void DispatchHint(Notification n, DateTimeOffset now)
    {
        switch (n)
        {
            case HookStartedNotification { Run: { } run }:
                // Codex's own id has a path in it, and comes again.
                _hooks[run.Id] = $"hook-{++_lastHook}";
                _tools.Started(_hooks[run.Id], HookStates.From(run, ended: false));
                break;
            case HookCompletedNotification { Run: { } run }:
                _tools.Completed(_hooks.Remove(run.Id, out var id) ? id : $"hook-{++_lastHook}", HookStates.From(run, ended: true));
                break;
            case AutoReviewStartedNotification review:
                _tools.Started(review.ReviewId, AutoReviewStates.From(review.Review, review.Action, review.TargetItemId, ended: false, _paths));
                break;
            case AutoReviewCompletedNotification review:
                _tools.Completed(review.ReviewId, AutoReviewStates.From(review.Review, review.Action, review.TargetItemId, ended: true, _paths));
                break;
            case WarningNotification { Message: { Length: > 0 } message }:
                Hint("warning", $"Codex warns: {ClientText.Clean(message)}", now);
                break;
            case GuardianWarningNotification { Message: { Length: > 0 } message }:
                Hint("warning", $"Codex warns: {ClientText.Clean(message)}", now);
                break;
            case McpServerStartupStatusUpdatedNotification { Status: "failed", Name: { Length: > 0 } name } server:
                Hint("mcp_server_failed", ClientText.Clean($"The MCP server {name} did not start, so its tools are missing. {server.Error}"), now);
                break;
            case AuthRecoveryStartedNotification { Message: { Length: > 0 } message }:
                Hint("auth_recovery", ClientText.Clean(message), now);
                break;
            case AuthRecoveryCompletedNotification { Message: { Length: > 0 } message }:
                Hint("auth_recovery", ClientText.Clean(message), now);
                break;
            case SafetyBufferingNotification { ShowBufferingUi: true }:
                Hint("safety_buffering", "The model provider holds the answer back while it checks it.", now);
                break;
        }
    }

    private void Hint(string kind, string text, DateTimeOffset now) => Progress(text, new JsonObject { ["kind"] = kind }, now);
}

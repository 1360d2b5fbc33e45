using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping;

/// <summary>The limits of the model account, as last told, for the last status of a task.</summary>
internal static class RateLimits
{
    /// <summary><c>metadata.codex.rate_limits</c>, in an object to be merged into <c>metadata.codex</c>; null when nothing is known.</summary>
    public static JsonObject? Of(AppServerClient client) =>
        client.RateLimits is { } limits && ToJson(limits) is { } json ? new JsonObject { ["rate_limits"] = json } : null;

    /// <summary>
    /// <c>{limit_id, plan_type, primary, secondary, reached}</c>, a window <c>{used_percent, window_minutes, resets_at}</c>, the last in
    /// Unix seconds; null when no window is known.
    /// </summary>
    public static JsonObject? ToJson(RateLimitSnapshot limits)
    {
        if (limits is { Primary: null, Secondary: null, RateLimitReachedType: null })
        {
            return null;
        }

        var json = new JsonObject();
        Set(json, "limit_id", limits.LimitId);
        Set(json, "plan_type", limits.PlanType);
        Set(json, "primary", Window(limits.Primary));
        Set(json, "secondary", Window(limits.Secondary));
        Set(json, "reached", limits.RateLimitReachedType);
        return json;
    }

    private static JsonObject? Window(RateLimitWindow? window)
    {
        if (window is null)
        {
            return null;
        }

        var json = new JsonObject { ["used_percent"] = window.UsedPercent };
        Set(json, "window_minutes", window.WindowDurationMins);
        Set(json, "resets_at", window.ResetsAt);
        return json;
    }

    private static void Set(JsonObject target, string name, JsonNode? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }
}

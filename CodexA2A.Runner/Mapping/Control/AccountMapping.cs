using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping.Control;

/// <summary>Models, the account and its limits. Pure; who the account belongs to is the operator's business.</summary>
internal static class AccountMapping
{
    /// <summary>Parameters of <c>model/list</c>.</summary>
    public static ModelListParams ModelParams(JsonObject given) =>
        new((string?)given["model_provider"], (string?)given["cursor"], (int?)given["limit"], (bool?)given["include_hidden"]);

    /// <summary>As <c>codex.models.list</c>; a page may have fewer than it was to have.</summary>
    /// <param name="page">What Codex has.</param>
    /// <param name="allows">Which of them the caller may use.</param>
    public static JsonObject Models(DataPage page, Func<string, bool> allows) => new()
    {
        ["items"] = WireJson.Array(page.Data.Where(model => Names(model).Any(allows)).Select(model => new JsonObject
        {
            ["id"] = model.Text("id"),
            ["model"] = model.Text("model"),
            ["name"] = model.Text("displayName"),
            ["description"] = model.Text("description"),
            ["is_default"] = model.Flag("isDefault"),
            ["hidden"] = model.Flag("hidden"),
            ["default_reasoning_effort"] = model.Text("defaultReasoningEffort"),
            ["reasoning_efforts"] = WireJson.Array(model.Entries("supportedReasoningEfforts").Select(effort => (JsonNode?)effort.Text("reasoningEffort"))),
            ["input_modalities"] = model.Texts("inputModalities"),
        })),
        ["next_cursor"] = page.NextCursor,
    };

    private static IEnumerable<string> Names(JsonElement model) => new[] { model.Text("id"), model.Text("model") }.OfType<string>();

    /// <summary>As <c>codex.account.read</c>.</summary>
    public static JsonObject Account(AccountReadResult result) => new()
    {
        ["account"] = result.Account is not { } account ? null : new JsonObject { ["type"] = account.Type, ["plan_type"] = account.PlanType },
        ["requires_openai_auth"] = result.RequiresOpenaiAuth,
    };

    /// <summary>As <c>codex.limits.read</c>; null where there is no account that has limits.</summary>
    public static JsonObject Limits(RateLimitsResult? result) => new()
    {
        ["available"] = result is not null,
        ["rate_limits"] = result is null ? null : Limit(result.RateLimits),
        ["rate_limits_by_id"] = result?.RateLimitsByLimitId is not { ValueKind: JsonValueKind.Object } all ? null
            : new JsonObject(all.EnumerateObject().Select(one => KeyValuePair.Create(one.Name, (JsonNode?)Limit(one.Value)))),
    };

    private static JsonObject Limit(JsonElement limit) => new()
    {
        ["limit_id"] = limit.Text("limitId"),
        ["limit_name"] = limit.Text("limitName"),
        ["plan_type"] = limit.Text("planType"),
        ["primary"] = Window(limit, "primary"),
        ["secondary"] = Window(limit, "secondary"),
        ["reached"] = limit.Text("rateLimitReachedType"),
    };

    private static JsonObject? Window(JsonElement limit, string name) =>
        !limit.TryGetProperty(name, out var window) || window.ValueKind != JsonValueKind.Object ? null : new JsonObject
        {
            ["used_percent"] = window.Copy("usedPercent"),
            ["window_minutes"] = window.Copy("windowDurationMins"),
            ["resets_at"] = window.Copy("resetsAt"),
        };
}

using System.Text.Json;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>Parameters of <c>skills/list</c>: absolute folders.</summary>
internal sealed record SkillsListParams(IReadOnlyList<string> Cwds, bool ForceReload = false);

/// <summary>Parameters of <c>app/list</c>.</summary>
internal sealed record AppsListParams(string? Cursor = null, int? Limit = null, string? ThreadId = null, bool ForceRefetch = false);

/// <summary>Parameters of <c>plugin/list</c>: absolute folders.</summary>
internal sealed record PluginListParams(IReadOnlyList<string> Cwds, bool ForceRefetch = false);

/// <summary>Parameters of <c>plugin/read</c>: the marketplace by its file, or a remote one by its name.</summary>
internal sealed record PluginReadParams(string PluginName, string? MarketplacePath = null, string? RemoteMarketplaceName = null);

/// <summary>A list whose entries are taken member by member (skills, apps, models): they grow with each version of Codex.</summary>
internal sealed record DataPage(IReadOnlyList<JsonElement> Data, string? NextCursor = null);

/// <summary><c>skills/changed</c>: what <c>skills/list</c> answers may have changed.</summary>
internal sealed record SkillsChangedNotification : Notification;

/// <summary><c>app/list/updated</c>: the apps as they are now.</summary>
internal sealed record AppListUpdatedNotification(IReadOnlyList<JsonElement> Data) : Notification;

/// <summary>Answer to <c>plugin/list</c>.</summary>
internal sealed record PluginListResult(
    IReadOnlyList<JsonElement> Marketplaces, IReadOnlyList<string>? FeaturedPluginIds = null, IReadOnlyList<JsonElement>? MarketplaceLoadErrors = null);

/// <summary>Answer to <c>plugin/read</c>.</summary>
internal sealed record PluginReadResult(JsonElement Plugin);

/// <summary>Answer to <c>account/rateLimits/read</c>.</summary>
internal sealed record RateLimitsResult(JsonElement RateLimits, JsonElement? RateLimitsByLimitId = null);

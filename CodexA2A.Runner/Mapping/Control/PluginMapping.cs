using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Control;

/// <summary>Plugins, in the words of the discovery extension. Pure; a marketplace is named by its path in the workspace, else by its name.</summary>
internal static class PluginMapping
{
    /// <summary>As <c>codex.discovery.plugins.list</c>.</summary>
    public static JsonObject List(PluginListResult result, string root) => new()
    {
        ["items"] = WireJson.Array(result.Marketplaces.Select(market => new JsonObject
        {
            ["marketplace_name"] = market.Text("name"),
            ["marketplace_path"] = PathOf(market, root),
            ["interface"] = market.WithoutPaths("interface"),
            ["plugins"] = WireJson.Array(market.Entries("plugins").Select(Summary)),
        })),
        ["featured_plugin_ids"] = WireJson.Array((result.FeaturedPluginIds ?? []).Select(id => (JsonNode)id)),
        ["marketplace_load_errors"] = WireJson.Array((result.MarketplaceLoadErrors ?? []).Select(error => new JsonObject
        {
            ["marketplace_path"] = new WorkspacePaths(root).Show(error.Text("marketplacePath") ?? "") is { } shown && !Path.IsPathRooted(shown) ? shown : null,
            ["message"] = ClientText.Clean(error.Text("message") ?? ""),
        })),
        ["remote_sync_error"] = null,
    };

    /// <summary>What to ask of a marketplace that the list shows: any other path would make Codex read whatever file a client names.</summary>
    /// <exception cref="ControlFaultException">The list does not show it.</exception>
    public static PluginReadParams ReadParams(PluginListResult list, string root, string marketplace, string plugin)
    {
        foreach (var market in list.Marketplaces)
        {
            var path = market.Text("path");
            if (marketplace == market.Text("name") || marketplace == PathOf(market, root) || marketplace == path)
            {
                return path is null ? new PluginReadParams(plugin, RemoteMarketplaceName: market.Text("name")) : new PluginReadParams(plugin, path);
            }
        }

        throw ControlErrors.Invalid("marketplace_path", "names no marketplace that codex.discovery.plugins.list shows");
    }

    /// <summary>As <c>codex.discovery.plugins.read</c>.</summary>
    public static JsonObject Read(PluginReadResult result)
    {
        var plugin = result.Plugin;
        var summary = plugin.TryGetProperty("summary", out var found) ? found : default;
        return new JsonObject
        {
            ["item"] = new JsonObject
            {
                ["name"] = summary.Text("name"),
                ["marketplace_name"] = plugin.Text("marketplaceName"),
                ["mention_path"] = $"plugin://{summary.Text("id")}",
                ["summary"] = plugin.Text("description"),
                ["skills"] = WireJson.Array(plugin.Entries("skills").Select(CatalogMapping.Skill)),
                ["apps"] = WireJson.Array(plugin.Entries("apps").Select(CatalogMapping.App)),
                ["mcp_servers"] = plugin.Texts("mcpServers"),
                ["interface"] = summary.WithoutPaths("interface"),
            },
        };
    }

    private static JsonObject Summary(JsonElement plugin) => new()
    {
        ["name"] = plugin.Text("name"),
        ["description"] = plugin.TryGetProperty("interface", out var shown) ? shown.Text("shortDescription") ?? shown.Text("longDescription") : null,
        ["enabled"] = plugin.Flag("enabled"),
        ["interface"] = plugin.WithoutPaths("interface"),
        ["mention_path"] = $"plugin://{plugin.Text("id")}",
    };

    private static string? PathOf(JsonElement market, string root) =>
        market.Text("path") is { } path && new WorkspacePaths(root).Show(path) is { } shown && shown != path ? shown : market.Text("name");
}

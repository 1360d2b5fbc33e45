using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Control;

/// <summary>Skills and apps, in the words of the discovery extension. Pure; paths of this machine are left out.</summary>
internal static class CatalogMapping
{
    /// <summary>As <c>codex.discovery.skills.list</c>: one item a folder.</summary>
    public static JsonObject Skills(DataPage page, string root)
    {
        var paths = new WorkspacePaths(root);
        return new JsonObject { ["items"] = WireJson.Array(page.Data.Select(entry => Folder(entry, paths))) };
    }

    /// <summary>Parameters of <c>app/list</c>.</summary>
    public static AppsListParams AppsParams(JsonObject given) =>
        new((string?)given["cursor"], (int?)given["limit"], (string?)given["thread_id"], (bool?)given["force_refetch"] ?? false);

    /// <summary>As <c>codex.discovery.apps.list</c>.</summary>
    public static JsonObject Apps(DataPage page) => new()
    {
        ["items"] = WireJson.Array(page.Data.Select(App)),
        ["next_cursor"] = page.NextCursor,
    };

    /// <summary>An app; a plugin names fewer members of one.</summary>
    public static JsonObject App(JsonElement app) => new()
    {
        ["id"] = app.Text("id"),
        ["name"] = app.Text("name"),
        ["description"] = app.Text("description"),
        ["is_accessible"] = app.Flag("isAccessible"),
        ["is_enabled"] = !app.TryGetProperty("isEnabled", out _) || app.Flag("isEnabled"),
        ["install_url"] = app.Text("installUrl"),
        ["mention_path"] = $"app://{app.Text("id")}",
    };

    /// <summary>A skill.</summary>
    public static JsonObject Skill(JsonElement skill) => new()
    {
        ["name"] = skill.Text("name"),
        ["description"] = skill.Text("description"),
        ["enabled"] = skill.Flag("enabled"),
        ["scope"] = skill.Text("scope"),
        ["interface"] = skill.WithoutPaths("interface"),
    };

    private static JsonObject Folder(JsonElement entry, WorkspacePaths paths) => new()
    {
        ["directory"] = entry.Text("cwd") is { } cwd ? paths.Show(cwd) : null,
        ["skills"] = WireJson.Array(entry.Entries("skills").Select(Skill)),
        ["errors"] = WireJson.Array(entry.Entries("errors").Select(error => new JsonObject
        {
            ["message"] = ClientText.Clean(error.Text("message") ?? ""),
            ["path"] = error.Text("path") is { } path && paths.Show(path) is { } shown && shown != path ? shown : null,
        })),
    };
}

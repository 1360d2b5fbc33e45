using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Control;
using CodexA2A.Runner.Policies;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Control;

/// <summary>What this runner's Codex offers: skills, apps, plugins, models, its account and limits.</summary>
internal sealed class CatalogMethods(AppServerHost host, PrincipalPolicies policies, ControlFolders folders) : IControlMethods
{
    /// <inheritdoc />
    public IEnumerable<ControlMethod> All =>
    [
        new("codex.discovery.skills.list", SkillsAsync),
        new("codex.discovery.apps.list", AppsAsync),
        new("codex.discovery.plugins.list", PluginsAsync),
        new("codex.discovery.plugins.read", PluginAsync),
        new("codex.models.list", ModelsAsync),
        new("codex.account.read", AccountAsync),
        new("codex.limits.read", LimitsAsync),
    ];

    private async Task<JsonObject> SkillsAsync(ControlCall call, CancellationToken cancellationToken)
    {
        var parameters = new SkillsListParams(folders.Of(call.Params["cwds"]), (bool?)call.Params["force_reload"] ?? false);
        return CatalogMapping.Skills(await (await host.GetAsync(cancellationToken)).ListSkillsAsync(parameters, cancellationToken), folders.Root);
    }

    private async Task<JsonObject> AppsAsync(ControlCall call, CancellationToken cancellationToken) =>
        CatalogMapping.Apps(await (await host.GetAsync(cancellationToken)).ListAppsAsync(CatalogMapping.AppsParams(call.Params), cancellationToken));

    private async Task<JsonObject> PluginsAsync(ControlCall call, CancellationToken cancellationToken)
    {
        var parameters = new PluginListParams(folders.Of(call.Params["cwds"]), (bool?)call.Params["force_remote_sync"] ?? false);
        return PluginMapping.List(await (await host.GetAsync(cancellationToken)).ListPluginsAsync(parameters, cancellationToken), folders.Root);
    }

    private async Task<JsonObject> PluginAsync(ControlCall call, CancellationToken cancellationToken)
    {
        var client = await host.GetAsync(cancellationToken);
        var list = await client.ListPluginsAsync(new PluginListParams([folders.Root]), cancellationToken);
        var parameters = PluginMapping.ReadParams(list, folders.Root, (string?)call.Params["marketplace_path"] ?? "", (string?)call.Params["plugin_name"] ?? "");
        return PluginMapping.Read(await client.ReadPluginAsync(parameters, cancellationToken));
    }

    private async Task<JsonObject> ModelsAsync(ControlCall call, CancellationToken cancellationToken) =>
        AccountMapping.Models(await (await host.GetAsync(cancellationToken)).ListModelEntriesAsync(AccountMapping.ModelParams(call.Params), cancellationToken), policies.Of(call.Owner.Principal).Allows);

    private async Task<JsonObject> AccountAsync(ControlCall call, CancellationToken cancellationToken) =>
        AccountMapping.Account(await (await host.GetAsync(cancellationToken)).ReadAccountAsync(cancellationToken));

    private async Task<JsonObject> LimitsAsync(ControlCall call, CancellationToken cancellationToken)
    {
        try
        {
            return AccountMapping.Limits(await (await host.GetAsync(cancellationToken)).ReadRateLimitsAsync(cancellationToken));
        }
        catch (AppServerRequestException exception) when (exception.ServerMessage.Contains("authentication required", StringComparison.OrdinalIgnoreCase))
        {
            // A key or another provider has none that Codex knows.
            return AccountMapping.Limits(null);
        }
    }
}

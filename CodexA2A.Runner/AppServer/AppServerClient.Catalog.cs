using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>Calls about what this Codex offers.</summary>
internal sealed partial class AppServerClient
{
    /// <summary><c>skills/list</c>: one entry a folder.</summary>
    public Task<DataPage> ListSkillsAsync(SkillsListParams parameters, CancellationToken cancellationToken) =>
        CallAsync("skills/list", parameters, AppServerJson.Default.SkillsListParams, AppServerJson.Default.DataPage, cancellationToken);

    /// <summary><c>app/list</c>: one page.</summary>
    public Task<DataPage> ListAppsAsync(AppsListParams parameters, CancellationToken cancellationToken) =>
        CallAsync("app/list", parameters, AppServerJson.Default.AppsListParams, AppServerJson.Default.DataPage, cancellationToken);

    /// <summary><c>plugin/list</c>: by marketplace.</summary>
    public Task<PluginListResult> ListPluginsAsync(PluginListParams parameters, CancellationToken cancellationToken) =>
        CallAsync("plugin/list", parameters, AppServerJson.Default.PluginListParams, AppServerJson.Default.PluginListResult, cancellationToken);

    /// <summary><c>plugin/read</c>.</summary>
    public Task<PluginReadResult> ReadPluginAsync(PluginReadParams parameters, CancellationToken cancellationToken) =>
        CallAsync("plugin/read", parameters, AppServerJson.Default.PluginReadParams, AppServerJson.Default.PluginReadResult, cancellationToken);

    /// <summary><c>model/list</c>: one page, with all that Codex says of each.</summary>
    public Task<DataPage> ListModelEntriesAsync(ModelListParams parameters, CancellationToken cancellationToken) =>
        CallAsync("model/list", parameters, AppServerJson.Default.ModelListParams, AppServerJson.Default.DataPage, cancellationToken);

    /// <summary><c>config/read</c>: the configuration as it is now.</summary>
    /// <param name="folder">Absolute path of the folder that it is of; null for Codex's own configuration alone.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public Task<ConfigReadResult> ReadConfigAsync(string? folder, CancellationToken cancellationToken) =>
        CallAsync("config/read", new ConfigReadParams(folder), AppServerJson.Default.ConfigReadParams, AppServerJson.Default.ConfigReadResult, cancellationToken);

    /// <summary><c>account/rateLimits/read</c>; refused without a ChatGPT account.</summary>
    public Task<RateLimitsResult> ReadRateLimitsAsync(CancellationToken cancellationToken) =>
        CallAsync("account/rateLimits/read", new EmptyParams(), AppServerJson.Default.EmptyParams, AppServerJson.Default.RateLimitsResult, cancellationToken);
}

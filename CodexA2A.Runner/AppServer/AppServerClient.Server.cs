using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>Calls about the process, its account and its models.</summary>
internal sealed partial class AppServerClient
{
    /// <summary><c>account/read</c>. A login made after the process started does not show.</summary>
    public Task<AccountReadResult> ReadAccountAsync(CancellationToken cancellationToken) =>
        CallAsync("account/read", new AccountReadParams(),
            AppServerJson.Default.AccountReadParams, AppServerJson.Default.AccountReadResult, cancellationToken);

    /// <summary><c>modelProvider/list</c>.</summary>
    public Task<ModelProviderListResult> ListModelProvidersAsync(CancellationToken cancellationToken) =>
        CallAsync("modelProvider/list", new EmptyParams(),
            AppServerJson.Default.EmptyParams, AppServerJson.Default.ModelProviderListResult, cancellationToken);

    /// <summary><c>model/list</c>: one page.</summary>
    public Task<ModelListResult> ListModelsAsync(ModelListParams parameters, CancellationToken cancellationToken) =>
        CallAsync("model/list", parameters,
            AppServerJson.Default.ModelListParams, AppServerJson.Default.ModelListResult, cancellationToken);

    /// <summary><c>collaborationMode/list</c>.</summary>
    public Task<CollaborationModeListResult> ListModesAsync(CancellationToken cancellationToken) =>
        CallAsync("collaborationMode/list", new EmptyParams(),
            AppServerJson.Default.EmptyParams, AppServerJson.Default.CollaborationModeListResult, cancellationToken);

    /// <summary><c>server/diagnostics</c>.</summary>
    public Task<DiagnosticsResult> ReadDiagnosticsAsync(CancellationToken cancellationToken) =>
        CallAsync("server/diagnostics", new EmptyParams(),
            AppServerJson.Default.EmptyParams, AppServerJson.Default.DiagnosticsResult, cancellationToken);
}

using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Audit;
using CodexA2A.Runner.Control;
using CodexA2A.Runner.Exec;
using CodexA2A.Runner.Management;
using CodexA2A.Runner.Patches;
using CodexA2A.Runner.Policies;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Telemetry;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;
using CodexA2A.Runner.Watches;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Runner.Workspaces.Contexts;
using CodexA2A.ServiceDefaults.Audit;
using CodexA2A.ServiceDefaults.Hosting;
using CodexA2A.ServiceDefaults.Telemetry;
using CodexA2A.Tasks;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner;

/// <summary>How a process gets a runner: used by this project's own Program and by the command line.</summary>
public static class RunnerHosting
{
    /// <summary>A probe each few seconds is no news; the audit log has a file, and is exported.</summary>
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        [$"Logging:Console:LogLevel:{AuditTrail.Category}"] = "None",
    };

    /// <summary>Adds the runner and its management port, for a process that is a runner and nothing else (contracts.md §9).</summary>
    /// <param name="builder">The host; the seam (ITaskLog, ITurnQueue) is the host's to add, before.</param>
    /// <param name="shortNames">Whether to read <c>A2A_X_Y</c>; false for a host that has read them already.</param>
    public static WebApplicationBuilder AddCodexA2ARunner(this WebApplicationBuilder builder, bool shortNames = true)
    {
        ArgumentNullException.ThrowIfNull(builder);
        HostFiles.Remove(builder.Configuration);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        if (shortNames) builder.Configuration.AddA2AEnvironment();
        builder.Services.AddCodexA2ARunner(builder.Configuration);
        builder.AddManagement();
        return builder;
    }

    /// <summary>Maps what the management port serves.</summary>
    public static WebApplication MapCodexA2ARunner(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapManagement();
        return app;
    }

    /// <summary>
    /// Adds the runner: Codex processes, threads, turns, and their readiness. Needs the seam (<c>ITaskLog</c>, <c>ITurnQueue</c>, <c>ISessionForgetting</c>, <c>IControlCalls</c>),
    /// registered before, so that they end after the turns. Options come from the sections <c>Codex</c>, <c>Runner</c> and <c>Workspaces</c>.
    /// </summary>
    public static IServiceCollection AddCodexA2ARunner(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<RunnerOptions>().Bind(configuration.GetSection(RunnerOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RunnerOptions>, RunnerOptionsValidator>();
        services.AddOptions<WorkspaceOptions>().Bind(configuration.GetSection(WorkspaceOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkspaceOptions>, WorkspaceOptionsValidator>());
        services.AddSingleton<IValidateOptions<WorkspaceOptions>, AllowedFoldersValidator>();
        services.AddSingleton<IValidateOptions<RunnerOptions>, WorkspaceRootValidator>();
        services.AddSingleton<IValidateOptions<RunnerOptions>>(new ServedPrincipalsValidator(configuration));
        services.AddSingleton(provider => ServedPrincipals.Of(provider.GetRequiredService<IOptions<RunnerOptions>>().Value));
        services.AddOptions<HostOptions>().Configure<IOptions<RunnerOptions>>((host, runner) =>
            host.ShutdownTimeout = Max(host.ShutdownTimeout, runner.Value.DrainTimeout + runner.Value.StopTimeout + TimeSpan.FromSeconds(10)));
        // Before the turns, which it is told of to their end.
        services.AddAudit();
        services.AddSingleton<RunnerAudit>();
        // First of the runner that starts: without a home that can be used, nothing else can.
        services.AddSingleton<RunnerHome>();
        services.AddHostedService(provider => provider.GetRequiredService<RunnerHome>());
        services.AddAppServer();
        services.AddSingleton<PrincipalPolicies>();
        services.AddSingleton<IValidateOptions<CodexOptions>>(new PolicyValidator(configuration));
        services.AddThreads();
        services.AddSingleton<IValidateOptions<CodexOptions>, SandboxPromiseValidator>();
        services.AddSingleton<ShownSandbox>();
        services.AddSingleton<SandboxTrial>();
        services.AddSingleton<SandboxFindings>();
        services.AddSingleton<SandboxTries>();
        services.AddSingleton<SandboxWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<SandboxWatch>());
        services.AddSingleton<SandboxPromise>();
        services.AddTurns();
        services.AddControl();
        services.AddHealthChecks()
            .AddCheck<CodexHealthCheck>("codex", HealthStatus.Unhealthy, ["ready"])
            .AddCheck<RenewalHealthCheck>("leases", HealthStatus.Unhealthy, ["ready"]);
        return services;
    }

    private static void AddThreads(this IServiceCollection services)
    {
        services.AddSingleton<ThreadSpecs>();
        services.AddSingleton<ThreadDirectory>();
        services.AddSingleton<ThreadLoader>();
        services.AddSingleton<ThreadRemoval>();
        services.AddSingleton<LateOpenings>();
        services.AddSingleton<WorkspaceGate>();
        services.AddSingleton<Inbox>();
        services.AddSingleton<RepositorySettings>();
        services.AddSingleton<Worktrees>();
        services.AddSingleton<ContextWorkspaces>();
        services.AddHostedService<ContextSweeping>();
        services.AddHostedService<InboxCleaning>();
        services.AddSingleton<IdleThreads>();
        services.AddHostedService(provider => provider.GetRequiredService<IdleThreads>());
        services.AddSingleton<ThreadHandover>();
        services.AddHostedService(provider => provider.GetRequiredService<ThreadHandover>());
        services.AddSingleton<PrestartedThreads>();
        services.AddHostedService(provider => provider.GetRequiredService<PrestartedThreads>());
    }

    private static void AddTurns(this IServiceCollection services)
    {
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section);
        services.AddSingleton<TurnTelemetry>();
        services.AddSingleton<SessionGate>();
        services.AddSingleton<TurnPatches>();
        services.AddSingleton<ModelGuard>();
        services.AddSingleton<TurnReplies>();
        services.AddSingleton<TurnServices>();
        services.AddSingleton<WatchServices>();
        services.AddSingleton<ExecLaunches>();
        services.AddSingleton<ExecServices>();
        services.AddSingleton<TurnStarter>();
        services.AddSingleton<SessionForgetter>();
        services.AddSingleton<SessionRunnerFactory>();
        services.AddSingleton<LeaseKeeper>();
        services.AddSingleton<RenewalClock>();
        services.AddSingleton<TurnWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<TurnWorker>());
        services.AddHostedService<TurnDrain>();
    }

    private static void AddControl(this IServiceCollection services)
    {
        services.AddSingleton<ControlFolders>();
        services.AddSingleton<ThreadAccess>();
        services.AddSingleton<Compactions>();
        services.AddSingleton<IControlMethods, CatalogMethods>();
        services.AddSingleton<IControlMethods, HistoryMethods>();
        services.AddSingleton<IControlMethods, ThreadMethods>();
        services.AddSingleton<IControlMethods, GrantMethods>();
        services.AddSingleton<IControlMethods, ShellMethods>();
        services.AddSingleton<IControlMethods, SandboxMethods>();
        services.AddHostedService<ControlService>();
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}

using CodexA2A.Runner.Turns;
using CodexA2A.ServiceDefaults.Edge;
using CodexA2A.ServiceDefaults.Health;
using CodexA2A.ServiceDefaults.Hosting;
using CodexA2A.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Management;

/// <summary>The management port of a runner that is a process of its own: probes, details, drain, and nothing else.</summary>
internal static class ManagementHosting
{
    public static void AddManagement(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        var services = builder.Services;
        services.AddManagementOptions();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, ManagementLimits>();
        services.AddHealthChecks()
            .AddCheck<DrainHealthCheck>("draining", HealthStatus.Unhealthy, [HealthTags.Ready])
            .AddCheck<StoppingCheck>("stopping", HealthStatus.Unhealthy, [HealthTags.Ready]);
        var options = new ManagementOptions();
        builder.Configuration.GetSection(ManagementOptions.Section).Bind(options);
        var bind = BindAddresses.Resolve(options.Inputs(builder.Configuration));
        services.AddSingleton(bind);
        if (bind.FromOptions)
        {
            builder.WebHost.UseUrls([.. bind.Addresses]);
        }
    }

    /// <summary>The options and their checks alone.</summary>
    public static IServiceCollection AddManagementOptions(this IServiceCollection services)
    {
        services.AddOptions<ManagementOptions>().BindConfiguration(ManagementOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ManagementOptions>, ManagementOptionsValidator>();
        services.AddSingleton<IValidateOptions<ManagementOptions>, ManagementAddressValidator>();
        return services;
    }

    public static void MapManagement(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ManagementEdge>();
        app.UseMiddleware<ManagementAccess>();
        var runner = app.Services.GetRequiredService<IOptions<RunnerOptions>>().Value;
        app.MapHealthChecks(ProbePaths.Alive, HealthProbes.Alive());
        app.MapHealthChecks(ProbePaths.Ready, HealthProbes.Ready(runner.ModelSource));
        app.MapHealthChecks(ProbePaths.Health, HealthDetails.Of($"runner {app.Services.GetRequiredService<RunnerHome>().Identity.RunnerId}", runner.ModelSource));
        app.MapPrometheus();
        app.MapPost(DrainEndpoint.Path, DrainEndpoint.HandleAsync);
    }
}

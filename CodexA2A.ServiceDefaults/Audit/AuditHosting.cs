using CodexA2A.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CodexA2A.ServiceDefaults.Audit;

/// <summary>Adds the audit log to a host.</summary>
public static class AuditHosting
{
    /// <summary>Adds it, with its check; it is on where the settings name a file, or a log takes its category. Api and Runner in one process have one: a file has one writer.</summary>
    /// <param name="services">Hosts stop backwards: what is on record is to be added behind it.</param>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(AuditTrail))) return services;
        services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuditOptions>, AuditValidator>();
        services.AddSingleton<AuditTelemetry>();
        services.AddSingleton<AuditWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditWriter>());
        services.AddSingleton<AuditTrail>();
        services.AddHealthChecks().AddCheck<AuditCheck>("audit", tags: [HealthTags.Ready]);
        return services;
    }
}

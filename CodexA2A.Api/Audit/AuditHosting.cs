namespace CodexA2A.Api.Audit;

/// <summary>Adds the audit log to a host.</summary>
internal static class AuditHosting
{
    /// <summary>Adds it; it is on where the settings name a file, or a log takes its category.</summary>
    public static void AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditTelemetry>();
        services.AddSingleton<AuditWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditWriter>());
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AuditCheck>();
    }
}

namespace CodexA2A.ServiceDefaults.Health;

/// <summary>Tags that put a health check behind a probe.</summary>
public static class HealthTags
{
    /// <summary>Failing means: restart this process (`/alive`).</summary>
    public const string Live = "live";

    /// <summary>Failing means: send no work to this process for now (`/ready`).</summary>
    public const string Ready = "ready";
}

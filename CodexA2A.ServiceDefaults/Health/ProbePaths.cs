using Microsoft.AspNetCore.Http;

namespace CodexA2A.ServiceDefaults.Health;

/// <summary>The paths of the three health endpoints.</summary>
public static class ProbePaths
{
    /// <summary>Liveness, anonymous.</summary>
    public const string Alive = "/alive";

    /// <summary>Readiness, anonymous.</summary>
    public const string Ready = "/ready";

    /// <summary>Details, for authenticated callers.</summary>
    public const string Health = "/health";

    /// <summary>True for the two that machines ask, under whatever name they have for the service.</summary>
    public static bool IsProbe(PathString path) => path.Equals(Alive, StringComparison.Ordinal) || path.Equals(Ready, StringComparison.Ordinal);

    /// <summary>True when the path is one of the three.</summary>
    public static bool Contains(PathString path) =>
        path.Equals(Alive, StringComparison.OrdinalIgnoreCase)
        || path.Equals(Ready, StringComparison.OrdinalIgnoreCase)
        || path.Equals(Health, StringComparison.OrdinalIgnoreCase);
}

namespace CodexA2A.Api.Handling;

/// <summary>This service has no tenants (docs/decisions/0010): a call that names one is meant for another, and is not taken for ours.</summary>
internal static class TenantGuard
{
    /// <summary>Refuses a tenant; empty is not given.</summary>
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static void Check(string? tenant)
    {
        if (!string.IsNullOrEmpty(tenant)) throw A2AException.InvalidParams("tenant", "must not be given: this agent has no tenants");
    }
}

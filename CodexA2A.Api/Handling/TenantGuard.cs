using CodexA2A.Api.Errors;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>
/// Whether a call is meant for this caller's tenant, which its credential has (docs/decisions/0034). A call may leave it out; whatever
/// else is given is refused with the same words, whether there is such a tenant or not.
/// </summary>
internal static class TenantGuard
{
    /// <summary>The value of a route below <c>/{tenant}</c>.</summary>
    public const string RouteValue = "tenant";

    /// <summary>Refuses any tenant but the caller's; an empty one is not given.</summary>
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static void Check(Owner owner, string? tenant)
    {
        if (!string.IsNullOrEmpty(tenant) && !string.Equals(tenant, owner.Tenant, StringComparison.Ordinal))
        {
            throw A2AException.InvalidParams("tenant", "is not the tenant of your credential; leave it out, or give that of the extended card");
        }
    }

    /// <summary>The same of the path and the query.</summary>
    /// <exception cref="A2AException">InvalidParams, or METHOD_NOT_FOUND where the path begins with what is no tenant.</exception>
    public static void CheckAddress(HttpContext http, Owner owner)
    {
        if (http.GetRouteValue(RouteValue) is string tenant)
        {
            // Such a path is no route of a tenant's.
            if (!TenantName.IsOne(tenant)) throw LastResort.NoRoute(http);
            Check(owner, tenant);
        }

        foreach (var asked in http.Request.Query[RouteValue])
        {
            Check(owner, asked);
        }
    }
}

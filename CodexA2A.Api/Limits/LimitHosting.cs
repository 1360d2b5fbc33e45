using CodexA2A.Api.Auth;
using CodexA2A.Api.Hosting;

namespace CodexA2A.Api.Limits;

/// <summary>Puts the limits around the login, in the order of docs/operations.md; what is off costs nothing.</summary>
internal static class LimitHosting
{
    /// <summary>By address, then who it is, then by principal.</summary>
    public static void UseLimits(this WebApplication app, A2AOptions options)
    {
        if (AddressLimit.IsOn(options)) app.UseMiddleware<AddressLimit>();
        app.UseMiddleware<AuthenticationMiddleware>();
        if (PrincipalLimit.IsOn(options)) app.UseMiddleware<PrincipalLimit>();
        if (CallLimit.IsOn(options)) app.UseMiddleware<CallLimit>();
    }
}

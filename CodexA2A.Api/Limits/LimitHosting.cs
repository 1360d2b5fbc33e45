using CodexA2A.Api.Auth;
using CodexA2A.Api.Hosting;

namespace CodexA2A.Api.Limits;

/// <summary>Puts the limits of principals behind the login, in the order of docs/operations.md; what is off costs nothing.</summary>
internal static class LimitHosting
{
    /// <summary>Who it is, then by principal. The edge has counted by address before.</summary>
    public static void UseLimits(this WebApplication app, A2AOptions options)
    {
        app.UseMiddleware<AuthenticationMiddleware>();
        if (PrincipalLimit.IsOn(options)) app.UseMiddleware<PrincipalLimit>();
        if (CallLimit.IsOn(options)) app.UseMiddleware<CallLimit>();
    }
}

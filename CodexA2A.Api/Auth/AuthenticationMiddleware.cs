using CodexA2A.Api.Errors;
using CodexA2A.ServiceDefaults.Health;

namespace CodexA2A.Api.Auth;

/// <summary>
/// Lets nobody pass without a credential, but to what the public card says (the card, its keys, the description of the REST binding) and
/// the two probes; runs before a body is read.
/// </summary>
internal sealed partial class AuthenticationMiddleware(
    RequestDelegate next, Authenticator authenticator, CredentialStore store, TimeProvider time, ILogger<AuthenticationMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (IsPublic(http.Request.Path))
        {
            await next(http);
            return;
        }

        var login = await authenticator.AuthenticateAsync(http);
        http.Features.Set(login);
        if (login.Caller is not { } caller)
        {
            LogRefused(http.Connection.RemoteIpAddress, login.Error!.Reason, http.Request.Headers.Authorization.Count);
            await ErrorWriter.WriteAsync(http, login.Error);
            return;
        }

        http.Features.Set(caller);
        using var end = LoginEnd.Of(http, login, store, time);
        await next(http);
    }

    [LoggerMessage(LogLevel.Information, "Refused a request from {Address}: {Reason} ({Headers} Authorization headers)")]
    private partial void LogRefused(System.Net.IPAddress? address, string reason, int headers);

    /// <summary>True for what everybody may read.</summary>
    public static bool IsPublic(PathString path) =>
        path.Equals(Cards.CardEndpoint.PublicPath, StringComparison.Ordinal)
        || path.Equals(Cards.CardEndpoint.OldPath, StringComparison.Ordinal)
        || path.Equals(Cards.Signing.KeySetEndpoint.Path, StringComparison.Ordinal)
        || path.Equals(OpenApi.OpenApiDocument.Path, StringComparison.Ordinal)
        || path.Equals(ProbePaths.Alive, StringComparison.Ordinal)
        || path.Equals(ProbePaths.Ready, StringComparison.Ordinal)
        || Grpc.GrpcHealth.IsCall(path);
}

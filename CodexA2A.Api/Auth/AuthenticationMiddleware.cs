using CodexA2A.Api.Errors;
using CodexA2A.Api.Hosting;
using CodexA2A.ServiceDefaults.Health;
using CodexA2A.ServiceDefaults.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Auth;

/// <summary>Lets nobody pass without a credential, but to what the public card says (the card, its keys, the description of the REST binding) and the two probes; runs before a body is read.</summary>
internal sealed partial class AuthenticationMiddleware(
    RequestDelegate next, CredentialTable credentials, IOptions<A2AOptions> options, ILogger<AuthenticationMiddleware> logger)
{
    private static readonly A2AException Refused = new(A2AErrorCode.Unauthenticated, "This service needs a valid Authorization header.");

    public Task InvokeAsync(HttpContext http)
    {
        if (IsPublic(http.Request.Path)) return next(http);
        var caller = Authenticate(http.Request);
        if (caller is null)
        {
            LogRefused(http.Connection.RemoteIpAddress, http.Request.Headers.Authorization.Count);
            return ErrorWriter.WriteAsync(http, Refused);
        }

        http.Features.Set(caller);
        return next(http);
    }

    private Caller? Authenticate(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (credentials.Find(header.Count == 1 ? header[0] : null) is { } found)
        {
            return new Caller(new Tasks.Owner("", found.Principal), found.Id, found.Capabilities);
        }

        // A web page that was given this address under another name (DNS rebinding) is not the person at this machine.
        return options.Value.AllowAnonymous && header.Count == 0 && BindAddresses.IsLoopbackHost(request.Host.Host) ? Caller.Anonymous : null;
    }

    [LoggerMessage(LogLevel.Information, "Refused a request from {Address}: no valid credential ({Headers} Authorization headers)")]
    private partial void LogRefused(System.Net.IPAddress? address, int headers);

    private static bool IsPublic(PathString path) =>
        path.Equals(Cards.CardEndpoint.PublicPath, StringComparison.Ordinal)
        || path.Equals(Cards.CardEndpoint.OldPath, StringComparison.Ordinal)
        || path.Equals(Cards.Signing.KeySetEndpoint.Path, StringComparison.Ordinal)
        || path.Equals(OpenApi.OpenApiDocument.Path, StringComparison.Ordinal)
        || path.Equals(ProbePaths.Alive, StringComparison.Ordinal)
        || path.Equals(ProbePaths.Ready, StringComparison.Ordinal)
        || path.StartsWithSegments("/" + Grpc.GrpcHealth.Service, StringComparison.Ordinal);
}

using System.Net;
using CodexA2A.Api.Auth;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Hosting;
using CodexA2A.ServiceDefaults.Edge;
using CodexA2A.ServiceDefaults.Health;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Edge;

/// <summary>Refuses what a page of elsewhere sent, and what is for another name, before anybody looks at credentials.</summary>
internal sealed partial class EdgeMiddleware(
    RequestDelegate next, IOptions<A2AOptions> options, IConfiguration configuration, ILogger<EdgeMiddleware> logger)
{
    private const int MaxLogged = 128;
    private static readonly PathString HealthService = "/" + Grpc.GrpcHealth.Service;

    private readonly EdgePolicy policy = EdgeSettings.Policy(options.Value, configuration);
    private readonly CrossOrigin across = new(options.Value);

    public Task InvokeAsync(HttpContext http)
    {
        if (policy.HasOrigins) http.Response.OnStarting(CrossOrigin.Vary, http.Response);
        var path = http.Request.Path;
        switch (policy.Judge(EdgeRequest.Of(http.Request, IsProbe(path), AuthenticationMiddleware.IsPublic(path))))
        {
            case EdgeVerdict.Pass:
                return next(http);
            case EdgeVerdict.PassAcross:
                CrossOrigin.Allow(http);
                return next(http);
            case EdgeVerdict.Preflight:
                across.Answer(http);
                return Task.CompletedTask;
            case EdgeVerdict.EndRefused:
                // It is about HTTP, whatever the binding.
                http.Response.Headers.Connection = "close";
                return ErrorWriter.WriteRestAsync(http, EdgeErrors.End);
            case EdgeVerdict.HostRefused:
                LogHost(http.Connection.RemoteIpAddress, Clip(http.Request.Host.Value));
                return ErrorWriter.WriteAsync(http, EdgeErrors.Host);
            default:
                LogOrigin(http.Connection.RemoteIpAddress, Clip(http.Request.Headers.Origin));
                return ErrorWriter.WriteAsync(http, EdgeErrors.Origin);
        }
    }

    private static bool IsProbe(PathString path) => ProbePaths.IsProbe(path) || path.StartsWithSegments(HealthService, StringComparison.Ordinal);

    private static string Clip(string? text) => text is null ? "" : text.Length <= MaxLogged ? text : text[..MaxLogged];

    [LoggerMessage(LogLevel.Information, "Refused a request from {Address} for the host {Host}, which is neither the one of A2A:PublicUrl nor in A2A:AllowedHosts")]
    private partial void LogHost(IPAddress? address, string host);

    [LoggerMessage(LogLevel.Information, "Refused a request from {Address} that a page of the origin '{Origin}' sent, which is not in A2A:AllowedOrigins")]
    private partial void LogOrigin(IPAddress? address, string origin);
}

using System.Net;
using CodexA2A.Api.Auth;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Limits;
using CodexA2A.Api.Telemetry;
using CodexA2A.ServiceDefaults.Edge;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Edge;

/// <summary>
/// Refuses what a page of elsewhere sent, what is for another name, and what is one too many of an address, before anybody looks at
/// credentials. What is refused counts for the address, too.
/// </summary>
internal sealed partial class EdgeMiddleware(
    RequestDelegate next, AddressLimit addresses, ApiTelemetry telemetry, IOptions<A2AOptions> options, IConfiguration configuration, TimeProvider time,
    ILogger<EdgeMiddleware> logger)
{
    private const int MaxLogged = 128;

    private readonly EdgePolicy policy = EdgeSettings.Policy(options.Value, configuration);
    private readonly CrossOrigin across = new(options.Value);
    // A flood does not fill the log.
    private readonly FirstInAMinute hosts = new(time);
    private readonly FirstInAMinute origins = new(time);

    public Task InvokeAsync(HttpContext http)
    {
        if (policy.HasOrigins) http.Response.OnStarting(CrossOrigin.Vary, http.Response);
        var path = http.Request.Path;
        var isProbe = AddressLimit.IsProbe(path);
        var verdict = policy.Judge(EdgeRequest.Of(http.Request, isProbe, AuthenticationMiddleware.IsPublic(path)));
        // An allowed page can read that it is to wait.
        if (verdict == EdgeVerdict.PassAcross) CrossOrigin.Allow(http);
        if (addresses.Refusal(http, isProbe) is { } refusal) return LimitErrors.WriteAsync(http, refusal, telemetry);
        switch (verdict)
        {
            case EdgeVerdict.Pass or EdgeVerdict.PassAcross:
                return next(http);
            case EdgeVerdict.Preflight:
                across.Answer(http);
                return Task.CompletedTask;
            case EdgeVerdict.EndRefused:
                // It is about HTTP, whatever the binding.
                http.Response.Headers.Connection = "close";
                return ErrorWriter.WriteRestAsync(http, EdgeErrors.End);
            case EdgeVerdict.HostRefused:
                if (hosts.Take()) LogHost(http.Connection.RemoteIpAddress, Clip(http.Request.Host.Value));
                return ErrorWriter.WriteAsync(http, EdgeErrors.Host);
            default:
                if (origins.Take()) LogOrigin(http.Connection.RemoteIpAddress, Clip(http.Request.Headers.Origin));
                return ErrorWriter.WriteAsync(http, EdgeErrors.Origin);
        }
    }

    private static string Clip(string? text) => text is null ? "" : text.Length <= MaxLogged ? text : text[..MaxLogged];

    [LoggerMessage(LogLevel.Information, "Refused a request from {Address} for the host {Host}, which is neither the one of A2A:PublicUrl nor in A2A:AllowedHosts")]
    private partial void LogHost(IPAddress? address, string host);

    [LoggerMessage(LogLevel.Information, "Refused a request from {Address} that a page of the origin '{Origin}' sent, which is not in A2A:AllowedOrigins")]
    private partial void LogOrigin(IPAddress? address, string origin);
}

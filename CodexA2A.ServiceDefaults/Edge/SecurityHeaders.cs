using CodexA2A.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CodexA2A.ServiceDefaults.Edge;

/// <summary>
/// Tells browsers to make nothing of an answer but what it is. Set before anything else, so that every answer has them, whoever writes
/// it; what may be kept by caches (the card) says so itself. What the server refuses before there is a request has none of them.
/// </summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues NoContent = "default-src 'none'; frame-ancestors 'none'";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues AYear = "max-age=31536000";

    /// <summary>Sets them.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.CacheControl = NoStore;
        headers["Referrer-Policy"] = NoReferrer;
        headers.ContentSecurityPolicy = NoContent;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        // Never for this machine itself: other things on it are reached under the same name.
        if (http.Request.IsHttps && !BindAddresses.IsLoopbackHost(http.Request.Host.Host)) headers.StrictTransportSecurity = AYear;
        return next(http);
    }
}

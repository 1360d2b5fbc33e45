using CodexA2A.Api.Hosting;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CodexA2A.Api.Edge;

/// <summary>
/// What browsers are told for pages of allowed origins (Fetch, 3.3): the methods that are served, and the headers that clients send and
/// read. No cookies and no certificates: such a page brings its credential itself.
/// </summary>
internal sealed class CrossOrigin(A2AOptions options)
{
    private static readonly StringValues Served = "GET, POST, DELETE";
    private static readonly StringValues TenMinutes = "600";

    private static readonly StringValues Read = string.Join(", ",
        Headers.Version, Headers.Extensions, Headers.LegacyExtensions, HeaderNames.ETag, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate,
        "RateLimit", "RateLimit-Policy", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset");

    private readonly StringValues sent = string.Join(", ",
        HeaderNames.Authorization, options.ApiKeyHeader, HeaderNames.ContentType, Headers.Version, Headers.Extensions, Headers.LegacyExtensions,
        Headers.LastEventId, Headers.IdempotencyKey, HeaderNames.IfNoneMatch, HeaderNames.TraceParent, HeaderNames.TraceState);

    /// <summary>Tells that the page may read this answer.</summary>
    public static void Allow(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = http.Request.Headers.Origin;
        headers.AccessControlExposeHeaders = Read;
    }

    /// <summary>Answers what a browser asks before it sends a request.</summary>
    public void Answer(HttpContext http)
    {
        var headers = http.Response.Headers;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        headers.AccessControlAllowOrigin = http.Request.Headers.Origin;
        headers.AccessControlAllowMethods = Served;
        headers.AccessControlAllowHeaders = sent;
        headers.AccessControlMaxAge = TenMinutes;
    }

    /// <summary>Tells caches that the answer is for this origin, when everybody else has said what else it is for.</summary>
    public static Task Vary(object response)
    {
        var headers = ((HttpResponse)response).Headers;
        headers.Vary = StringValues.Concat(headers.Vary, HeaderNames.Origin);
        return Task.CompletedTask;
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CodexA2A.ServiceDefaults.Edge;

/// <summary>What of a request says whether a web page sent it, and which.</summary>
/// <param name="Method">The method.</param>
/// <param name="Scheme">http or https, as the client used it.</param>
/// <param name="Host">The header Host.</param>
/// <param name="Origin">The header Origin.</param>
/// <param name="Site">The header Sec-Fetch-Site.</param>
/// <param name="AsksFirst">True for a question before the request itself: it has Access-Control-Request-Method.</param>
/// <param name="IsProbe">It goes to a probe, which machines send under any name.</param>
/// <param name="IsOpen">It goes to what everybody may read.</param>
/// <param name="IsDoubtful">Where it ends can be read in two ways (<see cref="Framing"/>).</param>
public readonly record struct EdgeRequest(
    string Method, string Scheme, HostString Host, StringValues Origin, StringValues Site, bool AsksFirst, bool IsProbe, bool IsOpen, bool IsDoubtful = false)
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>Reads it.</summary>
    public static EdgeRequest Of(HttpRequest request, bool isProbe, bool isOpen)
    {
        ArgumentNullException.ThrowIfNull(request);
        var headers = request.Headers;
        return new(
            request.Method, request.Scheme, request.Host, headers.Origin, headers[FetchSite],
            HttpMethods.IsOptions(request.Method) && headers.ContainsKey(HeaderNames.AccessControlRequestMethod), isProbe, isOpen, Framing.IsDoubtful(request));
    }
}

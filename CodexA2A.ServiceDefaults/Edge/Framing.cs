using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;

namespace CodexA2A.ServiceDefaults.Edge;

/// <summary>
/// Where the body of a request ends. What two servers could read in two ways (RFC 9112, 6.1 and 11.2) is refused, although the server
/// would make something of it: a proxy in front may have made something else of it, and what it sends next is another caller's.
/// </summary>
public static class Framing
{
    /// <summary>Under which the server puts away the length of a request that has chunks as well.</summary>
    private const string PutAway = "X-Content-Length";

    /// <summary>Makes the server strict: lines end with CR LF, and a length is digits.</summary>
    /// <param name="server">Its options.</param>
    /// <param name="others">How all other headers are read; null as the server does.</param>
    public static void MakeStrict(KestrelServerOptions server, Encoding? others)
    {
        ArgumentNullException.ThrowIfNull(server);
        // Read when the first connection comes; there is no option for it.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);
        server.RequestHeaderEncodingSelector = name => name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) ? LengthEncoding.Instance : others;
    }

    /// <summary>True for chunks beside a length, inside of or around another coding, more than once, or of HTTP/1.0.</summary>
    public static bool IsDoubtful(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var headers = request.Headers;
        return headers.TransferEncoding.Count > 0
            && (headers.TransferEncoding is not [{ } coding] || !coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                || HttpProtocol.IsHttp10(request.Protocol) || headers.ContainsKey(PutAway) || headers.ContainsKey(HeaderNames.ContentLength));
    }
}

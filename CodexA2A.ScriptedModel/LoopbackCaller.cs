using System.Net;

namespace CodexA2A.ScriptedModel;

/// <summary>Keeps web pages out: a browser sends an Origin, and a rebound name is no loopback host.</summary>
internal static class LoopbackCaller
{
    public static bool IsAllowed(HttpRequest request)
    {
        var host = request.Host.Host;
        return request.Headers.Origin.Count == 0
            && (host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
    }
}
